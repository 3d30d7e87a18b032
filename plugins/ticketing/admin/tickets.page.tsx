import {
  ButtonLink,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  Time,
  useFormat,
  usePermission,
  useTexts,
  type Column,
  type Format,
} from '@wasla/sdk/admin'
import { ticketPriorities, ticketStatuses } from '../contract/ticket.schema.ts'
import { PriorityBadge, StatusBadge, type Ticket } from './components/ticket.tsx'

const columns = (t: ReturnType<typeof useTexts>, format: Format): Column<Ticket>[] => [
  {
    id: 'subject',
    header: t('ticket.subject'),
    narrow: 'title',
    cell: (row) => row.subject,
    csv: 'subject',
  },
  {
    id: 'number',
    header: t('ticket.number'),
    narrow: 'detail',
    cell: (row) => <span className="text-ink-muted tabular-nums">#{format.digits(row.number)}</span>,
    csv: 'number',
  },
  {
    id: 'status',
    header: t('ticket.status'),
    narrow: 'detail',
    cell: (row) => <StatusBadge status={row.status} />,
    csv: 'status',
  },
  {
    id: 'priority',
    header: t('ticket.priority'),
    narrow: 'detail',
    cell: (row) => <PriorityBadge priority={row.priority} />,
    csv: 'priority',
  },
  {
    id: 'updatedAt',
    header: t('ticket.updatedAt'),
    cell: (row) => <Time value={row.updatedAt} />,
    csv: 'updatedAt',
  },
  {
    id: 'createdAt',
    header: t('ticket.createdAt'),
    optional: true,
    cell: (row) => <Time value={row.createdAt} />,
    csv: 'createdAt',
  },
]

/** All tickets of the organization, the newest first. */
export function TicketsPage() {
  const t = useTexts()
  const format = useFormat()
  const mayWrite = usePermission('ticketing.tickets.write')
  const create = mayWrite && (
    <ButtonLink to="/ticketing/new" icon="plus" variant="primary">
      {t('tickets.new')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHeader
        title={t('tickets.title')}
        actions={
          <>
            <ButtonLink to="/ticketing/board" icon="columns">
              {t('board.title')}
            </ButtonLink>
            {create}
          </>
        }
      />
      <DataTable<Ticket>
        id="ticketing.tickets"
        label={t('tickets.title')}
        endpoint="/tickets"
        columns={columns(t, format)}
        filters={[
          {
            id: 'status',
            label: t('ticket.status'),
            options: ticketStatuses.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          {
            id: 'priority',
            label: t('ticket.priority'),
            options: ticketPriorities.map((value) => ({ value, label: t(`priority.${value}`) })),
          },
        ]}
        searchable
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/ticketing/${id}`}
        empty={
          <EmptyState
            icon="ticket"
            title={t('tickets.empty')}
            description={t('tickets.empty-hint')}
            action={create}
          />
        }
      />
    </Page>
  )
}
