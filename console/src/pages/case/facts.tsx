import type { ReactNode } from 'react'
import type { PersonRef } from '../../api/types.ts'
import { Avatar } from '../../parts/badges.tsx'

/** A group of things that are only read. */
export function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-3 border-line border-t pt-3">
      <h2 className="px-2 pb-1 font-medium text-text-3 text-xs">{title}</h2>
      <dl>{children}</dl>
    </section>
  )
}

/** A person with the address by which they are known. */
export function PersonFact({ label, person }: { label: string; person: PersonRef }) {
  return (
    <div className="flex items-center gap-2 px-2 py-1">
      <Avatar person={person} />
      <dt className="sr-only">{label}</dt>
      <dd className="min-w-0 text-sm">
        <span className="block truncate font-medium">{person.name}</span>
        {person.email !== null && (
          <span className="block select-all truncate text-text-3 text-xs" title={person.email}>
            {person.email}
          </span>
        )}
      </dd>
    </div>
  )
}
