import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { DashboardPage } from './dashboard/dashboard.page.tsx'
import { FrontDoor } from './session/front-door.tsx'
import { MissingPage } from './pages/missing.page.tsx'
import { PluginPage } from './pages/plugin.page.tsx'
import { SignedIn } from './session/signed-in.tsx'
import { SignInPage } from './sign-in/sign-in.page.tsx'

const root = createRootRoute({ notFoundComponent: MissingPage })

const frontDoor = createRoute({ getParentRoute: () => root, id: 'front-door', component: FrontDoor })
const inside = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn })

const routes = root.addChildren([
  frontDoor.addChildren([
    createRoute({ getParentRoute: () => frontDoor, path: '/sign-in', component: SignInPage }),
    createRoute({
      getParentRoute: () => frontDoor,
      path: '/setup',
      component: lazyRouteComponent(() => import('./first-run/first-run.page.tsx'), 'FirstRunPage'),
    }),
  ]),
  inside.addChildren([
    createRoute({ getParentRoute: () => inside, path: '/', component: DashboardPage }),
    createRoute({
      getParentRoute: () => inside,
      path: '/modules',
      component: lazyRouteComponent(() => import('./modules/modules.page.tsx'), 'ModulesPage'),
    }),
    createRoute({ getParentRoute: () => inside, path: '/$', component: PluginPage }),
  ]),
])

/** The shell's own pages; everything else belongs to a plugin by the first part of its path. */
export const router = createRouter({
  routeTree: routes,
  basepath: '/admin',
  defaultPreload: 'intent',
  scrollRestoration: true,
})
