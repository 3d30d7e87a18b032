import { callApi, useLiveConnected, type ActiveModule, type AdminSession } from '@wasla/sdk/admin'
import { queryOptions, useQuery } from '@tanstack/react-query'

export interface BootstrapSession extends Omit<AdminSession, 'modules'> {
  readonly modules: readonly ActiveModule[]
}

export interface Bootstrap {
  readonly firstRun: boolean
  readonly session: BootstrapSession | null
}

export const BOOTSTRAP_KEY = ['bootstrap'] as const

export const bootstrapQuery = queryOptions({
  queryKey: BOOTSTRAP_KEY,
  queryFn: ({ signal }) => callApi<Bootstrap>('GET', '/ui/bootstrap', { signal }),
  // What was read before the first page was drawn is what that page shows.
  staleTime: 2_000,
})

/** Who is signed in and what is on. A toggle made elsewhere is told; without a connection that tells, it is looked for. */
export function useBootstrap() {
  const told = useLiveConnected()
  return useQuery({
    ...bootstrapQuery,
    refetchInterval: told ? 60_000 : 2_500,
    refetchIntervalInBackground: true,
  })
}
