import { SkeletonLines } from '@wasla/sdk/admin'
import { Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { PreferencesBar } from '../layout/preferences-bar.tsx'
import { Logo } from '../layout/logo.tsx'
import { Redirect } from './redirect.tsx'
import { useBootstrap } from './use-bootstrap.ts'

/** The pages before the sign-in: nothing but a form in the middle. */
export function FrontDoor() {
  const { data } = useBootstrap()
  const { pathname } = useLocation()
  const { from }: { from?: string } = useSearch({ strict: false })
  // The wizard signs its owner in on the way, and goes on to the modules.
  if (data?.session && pathname.startsWith('/sign-in')) return <Redirect to={from ?? '/'} />
  if (data?.firstRun === true && pathname === '/sign-in') return <Redirect to="/setup" />
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between p-4">
        <Logo />
        <PreferencesBar />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center px-4 pt-4 pb-20">
        <Suspense fallback={<SkeletonLines />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
