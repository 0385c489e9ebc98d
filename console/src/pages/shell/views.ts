import {
  CircleUser,
  ClockAlert,
  Hourglass,
  Inbox,
  Layers,
  type LucideIcon,
  SquareCheckBig,
  Trash2,
  UserRoundX,
} from 'lucide-react'
import type { ViewName } from '../../api/types.ts'

/** The icon of each view. */
export const viewIcons: Record<ViewName, LucideIcon> = {
  open: Inbox,
  mine: CircleUser,
  unassigned: UserRoundX,
  waiting: Hourglass,
  overdue: ClockAlert,
  completed: SquareCheckBig,
  all: Layers,
  trash: Trash2,
}

/** Views whose number asks for something; the others only hold things. */
export const counted: ReadonlySet<ViewName> = new Set(['open', 'mine', 'unassigned', 'waiting', 'overdue'])
