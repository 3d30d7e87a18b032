import {
  Card,
  DetailList,
  DetailPage,
  ErrorPage,
  SkeletonLines,
  Slot,
  Time,
  useApi,
  useFormat,
  usePathParameters,
  usePermission,
  useTexts,
} from '@wasla/sdk/admin'
import { Comments } from './components/comments.tsx'
import { CustomerName } from './components/customer-name.tsx'
import { TicketControls } from './components/ticket-controls.tsx'
import { PriorityBadge, StatusBadge, type Ticket } from './components/ticket.tsx'

/** One ticket: what was asked, what was said, and who answers. */
export function TicketPage() {
  const t = useTexts()
  const format = useFormat()
  const { id = '' } = usePathParameters()
  const mayWrite = usePermission('ticketing.tickets.write')
  const ticket = useApi<Ticket>(`/tickets/${id}`)
  if (ticket.isError) return <ErrorPage error={ticket.error} onRetry={() => void ticket.refetch()} />
  if (ticket.data === undefined) return <SkeletonLines lines={8} />
  const { subject, number, status, priority, description, customerId, createdAt, updatedAt } = ticket.data
  return (
    <DetailPage
      title={subject}
      back={{ to: '/ticketing', label: t('tickets.title') }}
      beside={
        <>
          <bdi className="text-ink-faint tabular-nums">#{format.digits(number)}</bdi>
          <StatusBadge status={status} />
        </>
      }
      aside={
        <>
          {mayWrite && <TicketControls ticket={ticket.data} />}
          <Card title={t('ticket.about')}>
            <DetailList
              items={[
                [t('ticket.customer'), <CustomerName key="customer" id={customerId} />],
                // Who may change it has it above.
                ...(mayWrite
                  ? []
                  : [[t('ticket.priority'), <PriorityBadge key="priority" priority={priority} />] as const]),
                [t('ticket.createdAt'), <Time key="created" value={createdAt} show="date-time" />],
                [t('ticket.updatedAt'), <Time key="updated" value={updatedAt} />],
              ]}
            />
          </Card>
        </>
      }
    >
      {description !== null && (
        <Card title={t('ticket.description')}>
          <p dir="auto" className="text-start wrap-anywhere whitespace-pre-wrap">
            {description}
          </p>
        </Card>
      )}
      <Slot name="ticketing.ticket.detail/v1" given={{ ticketId: id, customerId }} />
      <Comments ticketId={id} />
    </DetailPage>
  )
}
