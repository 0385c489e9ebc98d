import { useQuery } from '@tanstack/react-query'
import { catalogQuery } from '../../api/queries.ts'
import type { CatalogAnswer, Reps } from '../../api/types.ts'
import { Avatar, PhaseIcon, PriorityIcon } from '../../parts/badges.tsx'
import type { Option } from '../../parts/picker.tsx'
import { useSession } from '../../parts/session.ts'
import { statusesOf } from './phases.ts'

/** @returns every status with its shape */
export const statusOptions = (catalog: CatalogAnswer | undefined): Option[] =>
  statusesOf(catalog).map(({ id, name, phase }) => ({ id, name, icon: <PhaseIcon phase={phase} /> }))

/** @returns every priority with its bars; the desk lists them from low to high */
export const priorityOptions = (catalog: CatalogAnswer | undefined): Option[] =>
  (catalog?.kinds.priority ?? []).map(({ id, name }, index) => ({
    id,
    name,
    icon: <PriorityIcon priority={{ id, name, color: null, rank: index + 1 }} />,
  }))

/** @returns the reps a case can be given to, oneself first */
export function useAssignees(): { people: Reps; options: Option[] } {
  const { data: catalog } = useQuery(catalogQuery)
  const { person } = useSession()
  const people = (catalog?.reps ?? []).toSorted(
    (a, b) => Number(b.id === person?.id) - Number(a.id === person?.id),
  )
  return {
    people,
    options: people.map((rep) => ({ id: rep.id, name: rep.name, icon: <Avatar person={rep} small /> })),
  }
}
