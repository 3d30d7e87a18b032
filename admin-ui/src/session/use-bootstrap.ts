import { callApi, useLiveConnected, type ActiveModule, type AdminSession } from '@wasla/sdk/admin'
import { useQuery } from '@tanstack/react-query'

export interface BootstrapSession extends Omit<AdminSession, 'modules'> {
  readonly modules: readonly ActiveModule[]
}

export interface Bootstrap {
  readonly firstRun: boolean
  readonly session: BootstrapSession | null
}

export const BOOTSTRAP_KEY = ['bootstrap'] as const

/** Who is signed in and what is on. A toggle made elsewhere is told; without a connection that tells, it is looked for. */
export function useBootstrap() {
  const told = useLiveConnected()
  return useQuery({
    queryKey: BOOTSTRAP_KEY,
    queryFn: ({ signal }) => callApi<Bootstrap>('GET', '/ui/bootstrap', { signal }),
    refetchInterval: told ? 60_000 : 2_500,
    refetchIntervalInBackground: true,
    staleTime: 0,
  })
}
