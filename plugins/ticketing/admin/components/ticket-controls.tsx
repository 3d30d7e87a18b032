import {
  Button,
  Card,
  Field,
  Select,
  toast,
  useChange,
  useSession,
  useTexts,
  type Change,
} from '@wasla/sdk/admin'
import { ticketPriorities, ticketStatuses } from '../../contract/ticket.schema.ts'
import type { Ticket } from './ticket.tsx'

/** State, urgency and who answers, changed at once. */
export function TicketControls({ ticket }: { ticket: Ticket }) {
  const t = useTexts()
  const { user } = useSession()
  const change = useChange<Ticket>(['/tickets'])
  const path = `/tickets/${ticket.id}`
  const send = (order: Change): void => change.mutate(order, { onError: (error) => toast.error(error) })
  const patch = (body: object): void => send({ method: 'PATCH', path, body, ifMatch: ticket.version })
  const mine = ticket.assigneeId === user.id
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <Field label={t('ticket.status')}>
          {(control) => (
            <Select
              {...control}
              value={ticket.status}
              disabled={change.isPending}
              onChange={({ target }) => patch({ status: target.value })}
            >
              {ticketStatuses.map((status) => (
                <option key={status} value={status}>
                  {t(`status.${status}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('ticket.priority')}>
          {(control) => (
            <Select
              {...control}
              value={ticket.priority}
              disabled={change.isPending}
              onChange={({ target }) => patch({ priority: target.value })}
            >
              {ticketPriorities.map((priority) => (
                <option key={priority} value={priority}>
                  {t(`priority.${priority}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div>
          <p className="mb-1.5 text-sm font-medium">{t('ticket.assignee')}</p>
          <div className="flex items-center justify-between gap-3">
            <bdi className="text-ink-muted">
              {mine ? user.fullName : t(ticket.assigneeId === null ? 'ticket.nobody' : 'ticket.somebody')}
            </bdi>
            <Button
              size="small"
              busy={change.isPending}
              onClick={() =>
                send({ method: 'POST', path: `${path}/assign`, body: { assigneeId: mine ? null : user.id } })
              }
            >
              {t(mine ? 'ticket.release' : 'ticket.take')}
            </Button>
          </div>
        </div>
      </div>
    </Card>
  )
}
