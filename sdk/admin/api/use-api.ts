import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { callApi, type CallOptions, type Method, type QueryValues } from './api-client.ts'

export interface ApiQueryOptions {
  readonly enabled?: boolean
  /** Shows the answer before while the next is on its way: for lists whose filter changes. */
  readonly keepPrevious?: boolean
}

/** Reads a path of the API, and again when what it tells has changed. `queryKey` is `['api', path, query]`. */
export function useApi<Result>(
  path: string,
  query: QueryValues = {},
  options: ApiQueryOptions = {},
): UseQueryResult<Result> {
  return useQuery<Result>({
    queryKey: ['api', path, query],
    queryFn: ({ signal }) => callApi<Result>('GET', path, { query, signal }),
    enabled: options.enabled,
    placeholderData: options.keepPrevious === true ? keepPreviousData : undefined,
  })
}

export interface Change extends CallOptions {
  readonly method: Exclude<Method, 'GET'>
  readonly path: string
}

/** Reads again whatever is shown from below these paths. */
export function useReadAgain(): (paths: readonly string[]) => Promise<void> {
  const client = useQueryClient()
  return (paths) =>
    client.invalidateQueries({
      predicate: ({ queryKey: [kind, path] }) =>
        kind === 'api' && typeof path === 'string' && paths.some((prefix) => path.startsWith(prefix)),
    })
}

/** Changes something, then reads again whatever is shown from below `refresh`. */
export function useChange<Result>(refresh: readonly string[] = []): UseMutationResult<Result, Error, Change> {
  const readAgain = useReadAgain()
  return useMutation<Result, Error, Change>({
    mutationFn: ({ method, path, ...options }) => callApi<Result>(method, path, options),
    onSuccess: () => readAgain(refresh),
  })
}
