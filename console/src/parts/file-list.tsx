import { Download, File as FileIcon } from 'lucide-react'
import type { FileRef } from '../api/types.ts'
import { fileSize, t } from '../text/text.ts'

const raster = /^image\/(?:png|jpeg|gif|webp|avif)$/

/** The files of a message; pictures are shown small, everything else by name. */
export function FileList({ files }: { files: readonly FileRef[] }) {
  if (files.length === 0) return null
  return (
    <ul aria-label={t('files.label', { n: files.length })} className="mt-3 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full">
          {raster.test(file.contentType) ? <Picture file={file} /> : <Document file={file} />}
        </li>
      ))}
    </ul>
  )
}

function Picture({ file }: { file: FileRef }) {
  return (
    <a
      href={inline(file)}
      target="_blank"
      rel="noopener"
      aria-label={t('files.open', { name: file.name })}
      className="block overflow-hidden rounded-md border border-line hover:border-line-strong"
    >
      <img src={inline(file)} alt={file.name} loading="lazy" className="h-28 max-w-60 object-cover" />
    </a>
  )
}

function Document({ file }: { file: FileRef }) {
  return (
    <a
      href={file.url}
      download={file.name}
      aria-label={t('files.download', { name: file.name })}
      className="flex h-9 items-center gap-2 rounded-md border border-line bg-surface-1 px-3 text-sm hover:border-line-strong max-md:h-11"
    >
      <FileIcon size={14} aria-hidden className="text-text-3" />
      <span className="max-w-60 truncate">{file.name}</span>
      <span className="text-text-3 text-xs">{fileSize(file.size)}</span>
      <Download size={14} aria-hidden className="text-text-3" />
    </a>
  )
}

const inline = (file: FileRef): string => `${file.url}${file.url.includes('?') ? '&' : '?'}inline=1`
