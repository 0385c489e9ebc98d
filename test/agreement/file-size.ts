import { existsSync, globSync, readFileSync } from 'node:fs'

/** `npm run check:size`: a file that has grown past 400 lines does more than one thing. */
const most = 400
const talk = 250

const folders = ['src', 'console/src', 'test', 'bench', 'compat'].filter((folder) => existsSync(folder))
const sizes = globSync(folders.map((folder) => `${folder}/**/*.{ts,tsx,css}`))
  .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
  .sort((left, right) => right.lines - left.lines)

for (const { path, lines } of sizes.filter((file) => file.lines > talk)) {
  process.stdout.write(`${lines} lines${lines > most ? ', too many' : ''}: ${path}\n`)
}
process.stdout.write(`${sizes.length} files, none may have more than ${most} lines\n`)
if (sizes.length === 0 || sizes.some(({ lines }) => lines > most)) process.exitCode = 1
