import { ButtonLink, Card, usePermission, useTexts } from '@wasla/sdk/admin'
import { TicketList } from './ticket-list.tsx'

/** On a customer's page: that customer's tickets. */
export function CustomerTickets({ customerId }: { customerId: string }) {
  const t = useTexts()
  const mayWrite = usePermission('ticketing.tickets.write')
  return (
    <Card
      padded={false}
      title={t('tickets.title')}
      actions={
        mayWrite && (
          <ButtonLink to={`/ticketing/new?customerId=${customerId}`} size="small" icon="plus">
            {t('tickets.new')}
          </ButtonLink>
        )
      }
    >
      <TicketList query={{ customerId, limit: 10 }} />
    </Card>
  )
}
