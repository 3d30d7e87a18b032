import type { ReactNode } from 'react'
import {
  CutText,
  ErrorState,
  SkeletonLines,
  TextLink,
  useApi,
  useFormat,
  useTexts,
  type QueryValues,
} from '@wasla/sdk/admin'
import { PriorityBadge, StatusBadge, type Ticket } from './ticket.tsx'

/**
 * A few tickets, a line each, for cards on other pages.
 * @param next what to do where there are none
 */
export function TicketList({ query, next }: { query: QueryValues; next?: ReactNode }) {
  const t = useTexts()
  const format = useFormat()
  const tickets = useApi<{ items: Ticket[] }>('/tickets', query)
  if (tickets.isError) return <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />
  if (tickets.data === undefined) return <SkeletonLines lines={3} />
  if (tickets.data.items.length === 0)
    return (
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 p-4 text-ink-muted">
        {t('tickets.none')}
        {next}
      </p>
    )
  return (
    <ul>
      {tickets.data.items.map(({ id, number, subject, status, priority }) => (
        <li key={id} className="flex h-11 items-center gap-3 border-t border-line px-4 first:border-t-0">
          <bdi className="text-sm text-ink-faint tabular-nums">#{format.digits(number)}</bdi>
          <TextLink to={`/ticketing/${id}`} className="min-w-0 flex-1 py-2 text-ink">
            <CutText>{subject}</CutText>
          </TextLink>
          {(priority === 'high' || priority === 'urgent') && <PriorityBadge priority={priority} />}
          <StatusBadge status={status} />
        </li>
      ))}
    </ul>
  )
}
