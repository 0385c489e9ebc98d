import { File as FileIcon, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FileRef } from '../../api/types.ts'
import { IconButton } from '../../parts/button.tsx'
import { fileSize, t } from '../../text/text.ts'
import type { Uploading } from './use-uploads.ts'

interface Props {
  readonly files: readonly FileRef[]
  readonly uploading: readonly Uploading[]
  readonly onRemove: (file: FileRef) => void
}

/** The files that go with what is being written, and those still on their way. */
export function Attachments({ files, uploading, onRemove }: Props) {
  if (files.length + uploading.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1.5 px-3 pb-2">
      {files.map((file) => (
        <Chip
          key={file.id}
          label={t('composer.removeFile', { name: file.name })}
          onRemove={() => onRemove(file)}
        >
          <span className="max-w-48 truncate">{file.name}</span>
          <span className="text-text-3">{fileSize(file.size)}</span>
        </Chip>
      ))}
      {uploading.map(({ id, name, part, cancel }) => (
        <Chip key={`up${id}`} label={t('composer.cancelUpload', { name })} onRemove={cancel}>
          <span className="max-w-48 truncate">{name}</span>
          <progress
            value={part}
            aria-label={t('composer.uploading', { name, percent: Math.round(part * 100) })}
            className="h-1 w-16 overflow-hidden rounded-full accent-accent"
          />
          <span className="text-text-3">{Math.round(part * 100)} %</span>
        </Chip>
      ))}
    </ul>
  )
}

function Chip({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  return (
    <li className="flex h-7 items-center gap-1.5 rounded-md border border-line bg-surface-1 pl-2 text-xs max-md:h-11">
      <FileIcon size={13} aria-hidden className="text-text-3" />
      {children}
      <IconButton label={label} onPress={onRemove} className="size-6">
        <X size={12} aria-hidden />
      </IconButton>
    </li>
  )
}
