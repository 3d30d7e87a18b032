import { startLive, useLive, useLiveConnected } from '@wasla/sdk/admin'
import { useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import { concerns, concernsSession } from './concerns.ts'
import { gatherChanges } from './gather-changes.ts'

// How often it is looked while nobody can tell: the connection is lost, or something between refuses it.
const LOOK_AGAIN = 5_000
// A long list that was scrolled far would be read again page by page; it is when it is opened the next time.
const LONG = 5

const isLong = ({ state }: Query): boolean => {
  const data = state.data as { readonly pages?: readonly unknown[] } | undefined
  return (data?.pages?.length ?? 0) > LONG
}

const pathOf = ({ queryKey: [kind, path] }: Query): string =>
  kind === 'api' && typeof path === 'string' ? path : ''

/** Reads again what is shown when it changes elsewhere, while somebody is signed in. */
export function useFollowChanges(): void {
  const client = useQueryClient()
  const connected = useLiveConnected()
  const [changed] = useState(() =>
    gatherChanges((events) =>
      Promise.all([
        client.invalidateQueries({
          predicate: (query) => !isLong(query) && events.some((event) => concerns(pathOf(query), event)),
        }),
        events.some(concernsSession) && client.invalidateQueries({ queryKey: BOOTSTRAP_KEY }),
        // What is on, too; at the first connection it was read a moment ago.
        events.includes('ready') && client.refetchQueries({ queryKey: BOOTSTRAP_KEY, stale: true }),
      ]),
    ),
  )
  useEffect(() => startLive(), [])
  useEffect(() => {
    if (connected) return undefined
    const timer = setInterval(() => document.visibilityState === 'visible' && changed('ready'), LOOK_AGAIN)
    return () => clearInterval(timer)
  }, [connected, changed])
  useLive((message) => {
    switch (message.kind) {
      case 'change':
        return changed(message.change.event)
      case 'work':
        return message.kinds.forEach((kind) => changed(`work ${kind}`))
      case 'job':
      case 'operations':
      case 'modules':
      case 'ready':
        // What was read before the connection stood may have changed since.
        return changed(message.kind)
      case 'reset':
      case 'signed-out':
        return void client.invalidateQueries()
      case 'lost':
        return undefined
    }
  })
}
