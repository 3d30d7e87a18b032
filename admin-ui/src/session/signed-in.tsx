import {
  changePreferences,
  ErrorState,
  onSignedOut,
  preferencesChosen,
  SessionProvider,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Shell } from '../layout/shell.tsx'
import { Splash } from '../layout/splash.tsx'
import { useFollowChanges } from '../live/follow-changes.ts'
import { useModulePages } from './module-pages.ts'
import { Redirect } from './redirect.tsx'
import { BOOTSTRAP_KEY, useBootstrap, type BootstrapSession } from './use-bootstrap.ts'

function WithModules({ session }: { session: BootstrapSession }) {
  useFollowChanges()
  const { language } = session.user
  // A browser in which nobody has chosen yet speaks the person's language.
  useEffect(() => {
    if (!preferencesChosen()) changePreferences({ language })
  }, [language])
  useEffect(() => {
    if ('Notification' in globalThis && Notification.permission === 'granted')
      void import('../push/device.ts').then(({ pushIsPossible, renewPush }) =>
        // It is tried again at the next start.
        pushIsPossible() ? renewPush().catch(() => undefined) : undefined,
      )
  }, [])
  const pages = useModulePages(session.modules)
  return (
    <SessionProvider session={{ ...session, modules: pages.loaded }}>
      <Shell loading={pages.pending} failed={pages.failed} />
    </SessionProvider>
  )
}

/** Everything behind the sign-in. */
export function SignedIn() {
  const client = useQueryClient()
  const bootstrap = useBootstrap()
  const { pathname } = useLocation()
  useEffect(() => onSignedOut(() => void client.invalidateQueries({ queryKey: BOOTSTRAP_KEY })), [client])
  if (bootstrap.data === undefined) {
    return bootstrap.isError ? (
      <ErrorState error={bootstrap.error} onRetry={() => void bootstrap.refetch()} />
    ) : (
      <Splash />
    )
  }
  const { session, firstRun } = bootstrap.data
  if (session === null)
    return (
      <Redirect
        to={firstRun ? '/setup' : '/sign-in'}
        from={firstRun || pathname === '/' ? undefined : pathname}
      />
    )
  return <WithModules session={session} />
}
