import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import type { ToasterProps } from 'sonner'
import { toastPlace } from './toast.ts'

// It comes with the first toast.
const Toaster = lazy(async () => ({ default: (await import('sonner')).Toaster }))

function Drawn() {
  useEffect(toastPlace.isDrawn, [])
  return null
}

/** Where toasts are drawn; the shell places it once. */
export function Toasts(props: Pick<ToasterProps, 'dir' | 'theme' | 'position'>) {
  const wanted = useSyncExternalStore(toastPlace.onWanted, toastPlace.isWanted)
  if (!wanted) return null
  return (
    <Suspense>
      <Toaster {...props} toastOptions={{ className: 'font-sans' }} />
      <Drawn />
    </Suspense>
  )
}
