import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HostSlots } from './per-host.ts'

const nextTurn = () => new Promise<void>((done) => setImmediate(done))

/** Work that counts itself and ends when told. */
function counted(slots: HostSlots) {
  const started: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const run = (host: string, name: string) =>
    slots.run(host, () => {
      started.push(name)
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (error) => (error ? reject(error) : resolve(name)))
      })
    })
  return { started, run, end: (name: string, error?: Error) => ends.get(name)?.(error) }
}

test('REST v3 15.4: four deliveries at a time per host, the rest in order', async () => {
  const { started, run, end } = counted(new HostSlots())
  const all = ['1', '2', '3', '4', '5', '6'].map((name) => run('a.lan', name))
  await nextTurn()
  assert.deepEqual(started, ['1', '2', '3', '4'])

  end('3')
  assert.equal(await all[2], '3')
  const late = run('A.LAN', 'late')
  await nextTurn()
  assert.deepEqual(started, ['1', '2', '3', '4', '5'])

  for (const name of ['1', '2', '4', '5']) end(name)
  await nextTurn()
  for (const name of ['6', 'late']) end(name)
  assert.deepEqual(await Promise.all([...all, late]), ['1', '2', '3', '4', '5', '6', 'late'])
})

test('threat model 5.4: a busy host does not delay another', async () => {
  const { started, run, end } = counted(new HostSlots(1))
  const all = [run('slow.lan', 'slow'), run('slow.lan', 'waits'), run('other.lan', 'other')]
  await nextTurn()
  assert.deepEqual(started, ['slow', 'other'])
  end('slow')
  end('other')
  await nextTurn()
  end('waits')
  await Promise.all(all)
})

test('work that fails gives its slot back, and the failure to its caller', async () => {
  const { run, end } = counted(new HostSlots(1))
  const first = assert.rejects(run('a.lan', 'first'), /broken/)
  const second = run('a.lan', 'second')
  end('first', new Error('broken'))
  await first
  await nextTurn()
  end('second')
  assert.equal(await second, 'second')
})
