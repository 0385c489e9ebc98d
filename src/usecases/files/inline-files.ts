import type { FileRef } from './use-files.ts'

/**
 * The files of a message: those attached by name and those that its HTML shows with `<img src="att:ID">`, whether or not
 * they are attached as well (Case Management §8.3). The text itself stays as it is; whoever shows it puts the file there.
 * @returns each file once; what names no file is in it too, so that attaching refuses it
 */
export function withInlineFiles(attached: readonly FileRef[], html: string): FileRef[] {
  const all = [...attached, ...inlineFiles(html)]
  const distinct = new Map(all.map((ref) => [typeof ref === 'number' ? ref : ref.guid.toLowerCase(), ref]))
  return [...distinct.values()]
}

/** @returns whom a textual id names: digits an id, everything else a guid */
export function fileRef(id: string): FileRef {
  const number = /^\d+$/.test(id) ? Number(id) : Number.NaN
  return Number.isSafeInteger(number) ? number : { guid: id }
}

/** One attribute with its value in double quotes, single quotes or none. */
const attribute = /[\s/]*([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y

function inlineFiles(html: string): FileRef[] {
  const found: FileRef[] = []
  const imageTag = /<img(?=[\s/])/gi
  while (imageTag.exec(html)) {
    for (let part = attributeAt(html, imageTag.lastIndex); part; ) {
      // The search goes on behind what was read, so that no text is read twice.
      imageTag.lastIndex = part.end
      if (part.name === 'src') {
        if (/^att:/i.test(part.value)) found.push(fileRef(part.value.slice(4).trim()))
        break // of two attributes of one name the first counts
      }
      part = attributeAt(html, part.end)
    }
  }
  return found
}

function attributeAt(html: string, start: number): { name: string; value: string; end: number } | null {
  attribute.lastIndex = start
  const part = attribute.exec(html)
  if (!part) return null
  const value = part[2] ?? part[3] ?? part[4] ?? ''
  return { name: (part[1] ?? '').toLowerCase(), value: value.trim(), end: attribute.lastIndex }
}
