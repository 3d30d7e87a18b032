import { callApi, useSession, type LoadedModule, type RecordSearch } from '@wasla/sdk/admin'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

const PAUSE = 200
const SHORTEST = 2
const MOST = 5

export interface FoundEntries {
  readonly module: LoadedModule
  readonly search: RecordSearch
  readonly records: readonly { readonly id: string }[]
}

/** The text once the typing pauses. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

/** What the lists of the modules that are on have under a text, as far as the person may read them. */
export function useFoundRecords(text: string): readonly FoundEntries[] {
  const { modules, permissions } = useSession()
  const wanted = usePaused(text.trim())
  const searches = modules.flatMap((module) =>
    (module.admin.records ?? [])
      .filter(({ permission }) => permission === undefined || permissions.includes(permission))
      .map((search) => ({ module, search })),
  )
  return useQueries({
    queries: searches.map(({ search: { endpoint } }) => ({
      queryKey: ['found', endpoint, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        callApi<{ items: { id: string }[] }>('GET', endpoint, {
          query: { search: wanted, limit: MOST },
          signal,
        }),
      enabled: wanted.length >= SHORTEST,
      placeholderData: keepPreviousData,
    })),
    combine: (answers) =>
      wanted.length < SHORTEST
        ? []
        : searches.map((one, index) => ({ ...one, records: answers[index]?.data?.items ?? [] })),
  })
}
