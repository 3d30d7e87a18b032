import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi, type QueryValues } from '../api/api-client.ts'
import { useApi } from '../api/use-api.ts'
import type { TablePagerProps } from './table-pager.tsx'
import type { Page } from './table-types.ts'

export interface ListRows<Row> {
  /** Nothing before the first answer. */
  readonly rows: readonly Row[] | undefined
  readonly error: Error | null
  readonly refetch: () => void
  /** These rows belong to the question before; the answer is on its way. */
  readonly stale: boolean
  readonly pager?: TablePagerProps
  /** Asks for the rows after these; left out when there are none. */
  readonly loadMore?: () => void
}

interface ListOptions {
  readonly enabled: boolean
  readonly pageSize: number
  /** The list comes as one, without pages. */
  readonly whole?: boolean
}

/** One page of a list, and the way to the next and back. */
export function usePagedRows<Row>(
  endpoint: string,
  query: QueryValues,
  { enabled, pageSize, whole = false }: ListOptions,
): ListRows<Row> {
  const key = JSON.stringify(query)
  const [pages, setPages] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] })
  const cursors = pages.key === key ? pages.cursors : []
  const list = useApi<Page<Row>>(
    endpoint,
    whole ? query : { ...query, limit: pageSize, cursor: cursors.at(-1) },
    { keepPrevious: true, enabled },
  )
  const first = cursors.length * pageSize + 1
  const next = list.data?.nextCursor ?? null
  return {
    rows: list.data?.items,
    error: list.error,
    refetch: () => void list.refetch(),
    stale: list.isPlaceholderData,
    pager:
      next === null && cursors.length === 0
        ? undefined
        : {
            first,
            last: first + (list.data?.items.length ?? 0) - 1,
            hasNext: next !== null,
            onPrevious: () => setPages({ key, cursors: cursors.slice(0, -1) }),
            onNext: () => next !== null && setPages({ key, cursors: [...cursors, next] }),
          },
  }
}

/** A list from its beginning as far as it was scrolled. */
export function useEndlessRows<Row>(
  endpoint: string,
  query: QueryValues,
  { enabled, pageSize }: ListOptions,
): ListRows<Row> {
  const list = useInfiniteQuery({
    queryKey: ['api', endpoint, query, 'endless'],
    queryFn: ({ pageParam, signal }) =>
      callApi<Page<Row>>('GET', endpoint, {
        query: { ...query, limit: pageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
  return {
    rows: list.data?.pages.flatMap(({ items }) => items),
    error: list.error,
    refetch: () => void list.refetch(),
    stale: list.isPlaceholderData,
    loadMore: list.hasNextPage ? () => void (list.isFetchingNextPage || list.fetchNextPage()) : undefined,
  }
}
