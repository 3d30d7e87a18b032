import { callApi, type ActiveModule, type CurrentOrganization, type CurrentUser } from '@wasla/sdk/admin'
import { useQuery } from '@tanstack/react-query'

export interface BootstrapSession {
  readonly user: CurrentUser
  readonly organization: CurrentOrganization
  readonly role: string
  readonly permissions: readonly string[]
  readonly modules: readonly ActiveModule[]
}

export interface Bootstrap {
  readonly firstRun: boolean
  readonly session: BootstrapSession | null
}

export const BOOTSTRAP_KEY = ['bootstrap'] as const

/** Who is signed in and what is on, looked at again every few seconds, so that a toggle made elsewhere arrives. */
export function useBootstrap() {
  return useQuery({
    queryKey: BOOTSTRAP_KEY,
    queryFn: ({ signal }) => callApi<Bootstrap>('GET', '/ui/bootstrap', { signal }),
    refetchInterval: 2_500,
    refetchIntervalInBackground: true,
    staleTime: 0,
  })
}
