import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../src/storage/schema.ts'

/** Checks in the database itself that nothing is half-written: whatever is there is there with all that belongs to it. */
export async function checkWhole(db: Db, folder: string): Promise<void> {
  const cases = await db.selectFrom('cases').select(['number']).execute()
  const messages = await db.selectFrom('messages').select(['id', 'case_number']).execute()
  const events = await db.selectFrom('events').select(['kind', 'case_number', 'subject_id']).execute()
  const opened = events.filter(({ kind }) => kind === 'case.opened').map((event) => event.case_number)
  const added = events.filter(({ kind }) => kind === 'message.added').map((event) => event.subject_id)
  assert.deepEqual(sorted(opened), sorted(cases.map(({ number }) => number)), 'one event for every case')
  assert.deepEqual(sorted(added), sorted(messages.map(({ id }) => id)), 'one event for every message')

  const attached = await db
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .innerJoin('messages', 'messages.id', 'attachments.message_id')
    .select(['files.sha256', 'files.size', 'files.name', 'messages.body'])
    .execute()
  for (const { sha256, size, name, body } of attached) {
    const bytes = await readFile(join(folder, 'files', sha256.slice(0, 2), sha256))
    assert.equal(bytes.length, size)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
    assert.equal(name, `${body}.bin`, 'the file belongs to the message that it was sent with')
  }
}

/** @returns how often each mark is there, as a case or as a message */
export async function countMarks(db: Db): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const subjects = await db.selectFrom('cases').select('subject as mark').execute()
  const bodies = await db.selectFrom('messages').select('body as mark').execute()
  for (const { mark } of [...subjects, ...bodies]) {
    if (mark !== null) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  return counts
}

function sorted(ids: readonly (number | null)[]): number[] {
  return ids.map(Number).sort((left, right) => left - right)
}
