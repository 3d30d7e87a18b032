import {
  SkeletonLines,
  toast,
  usePermission,
  usePreferences,
  useSession,
  type ActiveModule,
} from '@wasla/sdk/admin'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForbiddenPage } from '../pages/forbidden.page.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { Impersonation } from './impersonation.tsx'
import { isForOperators, permissionFor } from './shell-pages.ts'
import { Sidebar } from './sidebar.tsx'
import { ModulesLoading } from './modules-loading.tsx'
import { TopBar } from './top-bar.tsx'

const NavigationDrawer = lazy(async () => ({
  default: (await import('./navigation-drawer.tsx')).NavigationDrawer,
}))
const CommandPalette = lazy(async () => ({
  default: (await import('../palette/command-palette.tsx')).CommandPalette,
}))

function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [open])
}

/** The frame around every page: where one can go, who one is, and the page. */
export function Shell({ loading, failed }: { loading: boolean; failed: readonly ActiveModule[] }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const { pathname } = useLocation()
  const needed = permissionFor(pathname)
  const { operator } = useSession()
  const permitted = usePermission(needed) && (operator || !isForOperators(pathname))
  const [palette, setPalette] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const [openPalette] = useState(() => () => setPalette(true))
  usePaletteKey(openPalette)
  useEffect(() => setDrawer(false), [pathname])
  const broken = failed.map(({ name }) => name[language]).join(', ')
  useEffect(() => {
    if (broken !== '') toast.error(t('plugin.not-loaded', { plugin: broken }))
  }, [broken, t])
  return (
    <ModulesLoading value={loading}>
      <div className="flex min-h-dvh">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:inset-s-3 focus:top-3 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float"
        >
          {t('skip')}
        </a>
        <Sidebar onSearch={openPalette} />
        <div className="flex min-w-0 flex-1 flex-col">
          <ConnectionBar />
          <Impersonation />
          <TopBar onMenu={() => setDrawer(true)} onSearch={openPalette} />
          <main id="content" tabIndex={-1} className="flex-1 outline-none">
            <Suspense fallback={<SkeletonLines />}>
              {permitted ? <Outlet /> : <ForbiddenPage permission={needed} />}
            </Suspense>
          </main>
        </div>
        {drawer && (
          <Suspense>
            <NavigationDrawer open onOpenChange={setDrawer} />
          </Suspense>
        )}
        {palette && (
          <Suspense>
            <CommandPalette onClose={() => setPalette(false)} />
          </Suspense>
        )}
      </div>
    </ModulesLoading>
  )
}
