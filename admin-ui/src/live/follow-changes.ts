import { startLive, useLive } from '@wasla/sdk/admin'
import { useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import { concerns, concernsSession } from './concerns.ts'

// Many changes at once, as of an import, are one look.
const GATHERING = 200

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
  const events = useRef(new Set<string>())
  useEffect(() => startLive(), [])
  const lookAgain = (predicate: (query: Query) => boolean): void =>
    void client.invalidateQueries(
      { predicate: (query) => !isLong(query) && predicate(query) },
      { cancelRefetch: false },
    )
  useLive((message) => {
    switch (message.kind) {
      case 'change': {
        const gathered = events.current
        if (gathered.size === 0)
          setTimeout(() => {
            const names = [...gathered]
            gathered.clear()
            lookAgain((query) => names.some((name) => concerns(pathOf(query), name)))
            if (names.some(concernsSession)) void client.invalidateQueries({ queryKey: BOOTSTRAP_KEY })
          }, GATHERING)
        gathered.add(message.change.event)
        break
      }
      case 'job':
        lookAgain((query) => /^\/jobs|\/imports|\/privacy/.test(pathOf(query)))
        break
      case 'modules':
        void client.invalidateQueries({ queryKey: BOOTSTRAP_KEY })
        lookAgain((query) => pathOf(query).startsWith('/modules'))
        break
      case 'ready':
        // What was read before the connection stood may have changed since.
        lookAgain((query) => pathOf(query) !== '')
        break
      case 'reset':
      case 'signed-out':
        void client.invalidateQueries()
        break
      case 'lost':
        break
    }
  })
}
