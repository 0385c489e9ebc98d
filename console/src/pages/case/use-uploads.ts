import { useState } from 'react'
import { explain } from '../../api/explain.ts'
import type { FileRef } from '../../api/types.ts'
import { upload } from '../../api/upload.ts'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'

/** A file on its way up. `part` is 0 to 1. */
export interface Uploading {
  readonly id: number
  readonly name: string
  readonly part: number
  cancel(): void
}

let count = 0

/** @returns what is being uploaded, and how to begin; each file that arrives is handed to `onArrived` */
export function useUploads(onArrived: (file: FileRef) => void) {
  const [uploading, setUploading] = useState<readonly Uploading[]>([])
  const begin = (files: Iterable<File>) => {
    for (const file of files) {
      count += 1
      const id = count
      const { done, cancel } = upload(file, (part) =>
        setUploading((all) => all.map((one) => (one.id === id ? { ...one, part } : one))),
      )
      setUploading((all) => [...all, { id, name: file.name, part: 0, cancel }])
      done
        .then(onArrived)
        .catch((error: unknown) => {
          if (error instanceof DOMException) return
          toast({ tone: 'danger', text: t('composer.uploadFailed', { why: explain(error) }) })
        })
        .finally(() => setUploading((all) => all.filter((one) => one.id !== id)))
    }
  }
  return { uploading, begin }
}
