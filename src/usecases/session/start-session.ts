import type { Actor, Wire } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import type { Person } from '../../domain/person.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { repActor } from '../credentials/actors.ts'
import { issueCredential } from '../credentials/issue-credential.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** A session lasts one working day, whatever happens in it. */
const sessionMs = 12 * 3_600_000

/** Who is signed in, and until when. */
export interface LiveSession {
  readonly actor: Actor
  readonly person: Person
  readonly credential: Credential
}

/** A new session with the token that the browser keeps; it is stored only as a hash. */
export interface StartedSession extends LiveSession {
  readonly token: string
}

/** How somebody proved who they are. After a link the old password need not be known to set a new one. */
export type Proof = 'password' | 'link'

/** Begins a session of a rep inside a transaction and records it; the caller has checked the proof. */
export async function startSession(
  desk: Desk,
  tx: Tx,
  wire: Wire,
  person: Person,
  by: { proof: Proof; address: string },
): Promise<StartedSession> {
  const catalog = await catalogOf(desk, tx)
  const issued = await issueCredential(desk, tx, repActor(wire, person, null, catalog), {
    kind: 'session',
    name: `Session of ${person.name}`,
    personId: person.id,
    description: by.proof,
    expiresAt: desk.now() + sessionMs,
  })
  const actor = repActor(wire, person, issued.credential, catalog)
  await recordEvent(tx, actor, desk.now(), {
    kind: 'session.started',
    subjectId: person.id,
    changes: { address: { from: null, to: by.address }, proof: { from: null, to: by.proof } },
  })
  return { actor, person, credential: issued.credential, token: issued.key }
}
