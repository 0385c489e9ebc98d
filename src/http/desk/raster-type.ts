/** Beginnings of the image formats that browsers draw without running anything in them. */
const signatures: readonly { readonly type: string; readonly matches: (head: Buffer) => boolean }[] = [
  { type: 'image/png', matches: (head) => starts(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', matches: (head) => starts(head, [0xff, 0xd8, 0xff]) },
  { type: 'image/gif', matches: (head) => /^GIF8[79]a/.test(head.toString('latin1')) },
  { type: 'image/webp', matches: (head) => /^RIFF.{4}WEBP/s.test(head.toString('latin1')) },
]

/**
 * @param head the first 16 bytes of a file
 * @returns the type of the raster image that they begin, whatever its name and claimed type are; null for all else
 */
export function rasterType(head: Buffer): string | null {
  return signatures.find(({ matches }) => matches(head))?.type ?? null
}

function starts(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}
