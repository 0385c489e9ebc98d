import { command } from './command.ts'
import { fillDemo } from './demo/fill.ts'
import { print } from './print.ts'
import { Unavailable } from './unavailable.ts'
import { withDesk } from './with-desk.ts'

export const demo = command({
  name: 'demo',
  about: 'fills an empty desk with sample people, cases and conversations',
  example: 'caseloom demo && caseloom rep link mara',
  run: () =>
    withDesk(async (desk, actor) => {
      const count = await fillDemo(desk, actor)
      if (count === null) {
        throw new Unavailable(
          'There are cases already, and samples among them could not be told apart. Nothing was done.',
        )
      }
      print(`${count} sample cases are there. To see them as one of the reps: caseloom rep link mara`)
      return undefined
    }),
})
