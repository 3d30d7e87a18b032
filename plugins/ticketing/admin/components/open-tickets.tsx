import { TextLink, usePermission, useTexts } from '@wasla/sdk/admin'
import { TicketList } from './ticket-list.tsx'

/** The newest open tickets, for the dashboard. */
export function OpenTickets() {
  const t = useTexts()
  const mayWrite = usePermission('ticketing.tickets.write')
  const create = <TextLink to="/ticketing/new">{t('tickets.new')}</TextLink>
  return <TicketList query={{ status: 'open', limit: 5 }} next={mayWrite && create} />
}
