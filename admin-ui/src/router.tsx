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

type Load = Parameters<typeof lazyRouteComponent>[0]

/** A page that comes when it is opened. */
function lazily(parent: typeof frontDoor | typeof inside, path: string, load: Load, name: string) {
  return createRoute({
    getParentRoute: () => parent as typeof inside,
    path,
    component: lazyRouteComponent(load, name),
  })
}

const confirmAddress = () => import('./mail-links/confirm-address.page.tsx')

const routes = root.addChildren([
  frontDoor.addChildren([
    createRoute({ getParentRoute: () => frontDoor, path: '/sign-in', component: SignInPage }),
    createRoute({ getParentRoute: () => frontDoor, path: '/sign-in/second-factor', component: SignInPage }),
    lazily(frontDoor, '/setup', () => import('./first-run/first-run.page.tsx'), 'FirstRunPage'),
    lazily(
      frontDoor,
      '/forgot-password',
      () => import('./mail-links/forgot-password.page.tsx'),
      'ForgotPasswordPage',
    ),
    lazily(
      frontDoor,
      '/reset-password',
      () => import('./mail-links/reset-password.page.tsx'),
      'ResetPasswordPage',
    ),
    lazily(
      frontDoor,
      '/confirm-registration',
      () => import('./mail-links/confirm-registration.page.tsx'),
      'ConfirmRegistrationPage',
    ),
    lazily(frontDoor, '/verify-email', confirmAddress, 'VerifyEmailPage'),
    lazily(frontDoor, '/confirm-email-change', confirmAddress, 'ConfirmEmailChangePage'),
    lazily(
      frontDoor,
      '/accept-invitation',
      () => import('./mail-links/accept-invitation.page.tsx'),
      'AcceptInvitationPage',
    ),
  ]),
  inside.addChildren([
    createRoute({ getParentRoute: () => inside, path: '/', component: DashboardPage }),
    lazily(inside, '/modules', () => import('./modules/modules.page.tsx'), 'ModulesPage'),
    lazily(inside, '/members', () => import('./members/members.page.tsx'), 'MembersPage'),
    lazily(inside, '/roles', () => import('./roles/roles.page.tsx'), 'RolesPage'),
    lazily(inside, '/api-keys', () => import('./api-keys/api-keys.page.tsx'), 'ApiKeysPage'),
    lazily(inside, '/webhooks', () => import('./webhooks/webhooks.page.tsx'), 'WebhooksPage'),
    lazily(inside, '/webhooks/$id', () => import('./webhooks/webhook.page.tsx'), 'WebhookPage'),
    lazily(
      inside,
      '/notifications',
      () => import('./notifications/notifications.page.tsx'),
      'NotificationsPage',
    ),
    lazily(
      inside,
      '/notifications/preferences',
      () => import('./notifications/preferences.page.tsx'),
      'NotificationPreferencesPage',
    ),
    lazily(inside, '/files', () => import('./files/files.page.tsx'), 'FilesPage'),
    lazily(inside, '/jobs', () => import('./jobs/jobs.page.tsx'), 'JobsPage'),
    lazily(inside, '/operations/queues', () => import('./operations/queues.page.tsx'), 'QueuesPage'),
    lazily(inside, '/operations/jobs', () => import('./operations/all-jobs.page.tsx'), 'AllJobsPage'),
    lazily(
      inside,
      '/operations/subscribers',
      () => import('./operations/subscribers.page.tsx'),
      'SubscribersPage',
    ),
    lazily(inside, '/operations/events', () => import('./operations/events.page.tsx'), 'EventsPage'),
    lazily(inside, '/operations/services', () => import('./operations/services.page.tsx'), 'ServicesPage'),
    lazily(inside, '/audit', () => import('./audit/audit.page.tsx'), 'AuditPage'),
    lazily(inside, '/privacy', () => import('./privacy/privacy.page.tsx'), 'PrivacyPage'),
    lazily(inside, '/organization', () => import('./organization/organization.page.tsx'), 'OrganizationPage'),
    lazily(inside, '/account', () => import('./account/account.page.tsx'), 'AccountPage'),
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
