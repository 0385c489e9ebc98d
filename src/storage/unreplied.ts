import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Says of a row of `messages` that it is a word of the requester's side which the desk has not answered since. Notes, which
 * `isNote` knows, are words of neither.
 */
export const isUnreplied: RawBuilder<SqlBool> = sql<SqlBool>`(messages.side = 'requester' and messages.form <> 'note'
  and not (messages.form = 'party' and messages.internal = 1) and not exists (select 1 from messages as answer
    where answer.case_number = messages.case_number and answer.id > messages.id and answer.side = 'desk'
      and answer.internal = 0 and answer.form in ('reply', 'party') and answer.deleted_at is null))`
