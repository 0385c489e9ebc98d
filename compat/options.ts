import { parseArgs } from 'node:util'
import { engineNames } from '../test/harness/engines.ts'

/** The command line or a file that it names cannot be used; the message says why and what would be right. */
export class WrongUse extends Error {}

export const help = `npm run compat -- [options]   tries every statement of the contracts

  --wire <name>         only this API; may be repeated
  --only <number>       only this case or section, e.g. "ST 6.2-1" or "ST 6.2"; may be repeated
  --engine <name>       only on this database: ${engineNames.join(' or ')}
  --url <address>       judges a running server, with --credentials <file>
  --credentials <file>  JSON with what each API's client is given; see compat/README.md
  --out <folder>        where to write the report; docs when everything is tried, else nowhere
  --help                shows this

Ends with 0 when everything holds or deviates for a reason, 1 when something fails, 64 when the command line is wrong.
`

/** @returns the options that the words give; throws `WrongUse` */
export function readOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        wire: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', multiple: true, default: [] },
        engine: { type: 'string', multiple: true, default: [] },
        url: { type: 'string' },
        credentials: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new WrongUse(`${error.message}\n\n${help}`)
  }
}
