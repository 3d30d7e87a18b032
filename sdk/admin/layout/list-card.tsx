import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from '../feedback/error-state.tsx'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import { Card } from './card.tsx'

export interface ListCardProps<Item> {
  readonly title: ReactNode
  /** Buttons at the end of its head. */
  readonly actions?: ReactNode
  /** A short list of the API, read by `useApi`. */
  readonly list: UseQueryResult<{ readonly items: readonly Item[] }>
  readonly itemKey: (item: Item) => string
  readonly row: (item: Item) => ReactNode
  /** A sentence for when there is nothing. */
  readonly empty: ReactNode
  /** Dialogs that belong to it. */
  readonly children?: ReactNode
}

/** A card of a few things under each other, with its waiting, its failing and its emptiness. */
export function ListCard<Item>({ title, actions, list, itemKey, row, empty, children }: ListCardProps<Item>) {
  const items = list.data?.items
  return (
    <Card title={title} padded={false} actions={actions}>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonLines lines={2} />}
      {items?.length === 0 && <p className="p-4 text-ink-muted">{empty}</p>}
      <ul>
        {items?.map((item) => (
          <li
            key={itemKey(item)}
            className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0"
          >
            {row(item)}
          </li>
        ))}
      </ul>
      {children}
    </Card>
  )
}
