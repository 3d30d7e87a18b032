import { isApiProblem } from '@wasla/sdk/admin'
import { QueryClient } from '@tanstack/react-query'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // An answer of the API stays the same when it is asked again; a lost connection may be back.
      retry: (failures, error) => failures < 2 && !(isApiProblem(error) && error.status < 500),
    },
  },
})
