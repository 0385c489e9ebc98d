import type { FileRef } from '../../../src/http/desk/schema.ts'
import { ApiError, address, changeHeaders, isProblem } from './client.ts'

export interface Upload {
  readonly done: Promise<FileRef>
  cancel(): void
}

/**
 * Uploads one file. `fetch` can't tell how far an upload got, so this is the older request object.
 * @param onProgress is told the part sent, 0 to 1
 */
export function upload(file: File, onProgress: (part: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<FileRef>((resolve, reject) => {
    request.open('POST', address('/files'))
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const body: unknown = request.response
      if (request.status < 300) resolve(body as FileRef)
      else reject(new ApiError(request.status, isProblem(body) ? body : null))
    }
    request.onerror = () => reject(new ApiError(0, null))
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    const form = new FormData()
    form.append('file', file, file.name)
    request.send(form)
  })
  return { done, cancel: () => request.abort() }
}
