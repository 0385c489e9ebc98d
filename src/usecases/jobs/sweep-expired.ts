import { markCredentialsUsed, removeExpiredCredentials } from '../../storage/credentials.ts'
import { removeDoneJobs } from '../../storage/jobs.ts'
import { emptyTrash } from '../cases/empty-trash.ts'
import { takeNotedUses } from '../credentials/find-active.ts'
import { type Desk, write } from '../desk.ts'

/** Done jobs are kept this long for people to look at. */
const keepDoneMs = 7 * 86_400_000

/** Forgets ended sessions, spent links, old done jobs and old trash, and writes down when credentials were last used. */
export async function sweepExpired(desk: Desk): Promise<void> {
  const now = desk.now()
  const uses = takeNotedUses(desk)
  await write(desk, async (tx) => {
    await removeExpiredCredentials(tx, now)
    await removeDoneJobs(tx, now - keepDoneMs)
    await markCredentialsUsed(tx, uses)
  })
  await emptyTrash(desk)
}
