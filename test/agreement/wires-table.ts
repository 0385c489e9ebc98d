import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const page = join(root, 'docs/wires.md')

/** The wires by the prefix of their checklist's lines, with the folders whose tests prove them. */
const wires = { CM: 'case-management', ST: 'support-ticket', R: 'rest-v3', MSG: 'messages' } as const
type Prefix = keyof typeof wires

/** Tests that name a line of a contract: `CM 11.4: what it says`, or several lines that one test proves. */
const title = /(?:onEachEngine|test)\(\s*(['"`])((?:CM|ST|MSG|R)[ §]?§?\d[^\n]*?)\1,/g

interface Line {
  readonly id: string
  readonly says: string
  readonly file: string
}

async function linesOf(prefix: Prefix): Promise<Line[]> {
  const lines: Line[] = []
  const paths = [`src/http/${wires[prefix]}/**/*.test.ts`, 'test/samples/**/*.test.ts']
  for await (const file of glob(paths, { cwd: root })) {
    const text = await readFile(join(root, file), 'utf8')
    for (const [, , name = ''] of text.matchAll(title)) {
      if (!new RegExp(`^${prefix}[ §\\d]`).test(name) || name.includes('${')) continue
      const cut = name.indexOf(': ')
      lines.push({ id: name.slice(0, cut), says: name.slice(cut + 2).replaceAll('\\', ''), file })
    }
  }
  const order = new Intl.Collator('en', { numeric: true })
  return lines.sort((a, b) => order.compare(a.id, b.id) || order.compare(a.says, b.says))
}

function table(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ id, says, file }) =>
      `| ${id} | ${says.replaceAll('|', '\\|')} | [${file.split('/').at(-1)}](../${file}) |`,
  )
  return ['| line | what is proved | test |', '| --- | --- | --- |', ...rows].join('\n')
}

/** @returns the text of docs/wires.md with its tables as the tests are now */
export async function withTables(text: string): Promise<string> {
  let whole = text
  for (const prefix of Object.keys(wires) as Prefix[]) {
    const [begin, end] = [`<!-- begin ${prefix} -->`, `<!-- end ${prefix} -->`]
    const from = whole.indexOf(begin)
    const to = whole.indexOf(end)
    if (from < 0 || to < from) throw new Error(`docs/wires.md has no place for the lines of ${prefix}`)
    whole = `${whole.slice(0, from + begin.length)}\n${table(await linesOf(prefix))}\n${whole.slice(to)}`
  }
  return whole
}

/** @returns docs/wires.md as it is committed */
export function committed(): Promise<string> {
  return readFile(page, 'utf8')
}

if (import.meta.main) await writeFile(page, await withTables(await committed()))
