import {
  ButtonLink,
  Card,
  EmptyState,
  ErrorState,
  Kanban,
  Page,
  PageHeader,
  SkeletonLines,
  TextLink,
  toast,
  useApi,
  useChange,
  useFormat,
  usePermission,
  useTexts,
} from '@wasla/sdk/admin'
import { ticketStatuses } from '../contract/ticket.schema.ts'
import { PriorityBadge, type Ticket } from './components/ticket.tsx'

/** Tickets by their state; moving a card changes it. */
export function BoardPage() {
  const t = useTexts()
  const format = useFormat()
  const mayWrite = usePermission('ticketing.tickets.write')
  const tickets = useApi<{ items: Ticket[] }>('/tickets', { limit: 100 })
  const change = useChange<Ticket>(['/tickets'])
  const items = tickets.data?.items
  const move = (ticket: Ticket, status: string): void =>
    change.mutate(
      { method: 'PATCH', path: `/tickets/${ticket.id}`, body: { status }, ifMatch: ticket.version },
      { onError: (error) => toast.error(error) },
    )
  return (
    <Page>
      <PageHeader
        title={t('board.title')}
        description={t('board.hint')}
        back={{ to: '/ticketing', label: t('tickets.title') }}
      />
      {tickets.isError && <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />}
      {tickets.isPending && <SkeletonLines />}
      {items?.length === 0 && (
        <Card>
          <EmptyState
            icon="ticket"
            title={t('tickets.empty')}
            description={t('tickets.empty-hint')}
            action={
              mayWrite && (
                <ButtonLink to="/ticketing/new" icon="plus" variant="primary">
                  {t('tickets.new')}
                </ButtonLink>
              )
            }
          />
        </Card>
      )}
      {items !== undefined && items.length > 0 && (
        <Kanban<Ticket>
          columns={ticketStatuses.map((status) => ({
            id: status,
            title: t(`status.${status}`),
            cards: items.filter((ticket) => ticket.status === status),
          }))}
          cardKey={({ id }) => id}
          cardName={(ticket) => ticket?.subject ?? ''}
          onMove={move}
          renderCard={({ id, number, subject, priority }) => (
            <>
              <TextLink to={`/ticketing/${id}`} className="text-ink">
                <bdi>{subject}</bdi>
              </TextLink>
              <div className="mt-2 flex items-center justify-between">
                <bdi className="text-sm text-ink-faint tabular-nums">#{format.digits(number)}</bdi>
                <PriorityBadge priority={priority} />
              </div>
            </>
          )}
        />
      )}
    </Page>
  )
}
