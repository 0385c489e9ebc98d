import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { queries, sessionQuery } from './api/queries.ts'
import { readListSearch } from './list-search.ts'
import { CasePage } from './pages/case/case-page.tsx'
import { InboxPage } from './pages/inbox/inbox-page.tsx'
import { PickHint } from './pages/inbox/pick-hint.tsx'
import { Broken } from './pages/shell/broken.tsx'
import { NoPage } from './pages/shell/no-page.tsx'
import { Shell } from './pages/shell/shell.tsx'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'

const root = createRootRoute({ notFoundComponent: NoPage, errorComponent: Broken })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    // Only places inside the console: a link must not send anybody elsewhere after signing in.
    typeof search.to === 'string' && /^\/(?![/\\])/.test(search.to) ? { to: search.to } : {},
  component: SignInPage,
})

/** Everything behind the sign-in. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ location }) => {
    const session = await queries.ensureQueryData(sessionQuery)
    if (session === null) {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
  component: Shell,
})

const inbox = createRoute({
  getParentRoute: () => desk,
  id: 'inbox',
  validateSearch: readListSearch,
  component: InboxPage,
})
const noCase = createRoute({ getParentRoute: () => inbox, path: '/', component: PickHint })
const oneCase = createRoute({
  getParentRoute: () => inbox,
  path: '/cases/$number',
  parseParams: ({ number }) => ({ number: Number(number) }),
  stringifyParams: ({ number }) => ({ number: String(number) }),
  component: CasePage,
})

const newCase = createRoute({
  getParentRoute: () => desk,
  path: '/new',
  component: lazyRouteComponent(() => import('./pages/new-case/new-case-page.tsx'), 'NewCasePage'),
})

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
})
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/reps' })
  },
})
const reps = createRoute({
  getParentRoute: () => settings,
  path: '/reps',
  component: lazyRouteComponent(() => import('./pages/settings/reps.tsx'), 'RepsPage'),
})
const organisations = createRoute({
  getParentRoute: () => settings,
  path: '/organisations',
  component: lazyRouteComponent(() => import('./pages/settings/organisations.tsx'), 'OrganisationsPage'),
})
const fields = createRoute({
  getParentRoute: () => settings,
  path: '/fields',
  component: lazyRouteComponent(() => import('./pages/settings/fields.tsx'), 'FieldsPage'),
})
const applications = createRoute({
  getParentRoute: () => settings,
  path: '/applications',
  component: lazyRouteComponent(() => import('./pages/settings/applications.tsx'), 'ApplicationsPage'),
})
const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/settings/tokens.tsx'), 'TokensPage'),
})

/** Every page and its address. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    desk.addChildren([
      inbox.addChildren([noCase, oneCase]),
      newCase,
      settings.addChildren([settingsStart, reps, organisations, fields, applications, tokens]),
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
