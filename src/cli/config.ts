import { settingsInForce } from '../config.ts'
import { command } from './command.ts'
import { print, printJson } from './print.ts'

export const config = command({
  name: 'config',
  about: 'shows the settings in force and where each comes from; secrets are masked',
  options: { json: { kind: 'flag', about: 'prints JSON for programs' } },
  example: 'PORT=8080 caseloom config',
  async run({ json }) {
    const all = settingsInForce()
    if (json) {
      printJson(
        Object.fromEntries(all.map(({ name, variable, value, from }) => [name, { variable, value, from }])),
      )
      return
    }
    for (const { variable, value, from, about } of all) {
      print(`${variable}=${value ?? ''}  (${from})\n    ${about}`)
    }
  },
})
