import { beforeCustomerDelete } from '@wasla/plugin-crm/contract'
import { onHook } from '@wasla/sdk'

/** A customer who still waits for an answer is not deleted. */
export const keepCustomersWithOpenTickets = onHook(
  beforeCustomerDelete,
  async (_ctx, { payload, unit, veto }) => {
    const open = await unit.execute((sql) =>
      sql
        .selectFrom('tickets')
        .select('number')
        .where('customerId', '=', payload.customerId)
        .where('status', 'in', ['open', 'pending'])
        .orderBy('number')
        .limit(5),
    )
    if (open.length === 0) return
    const numbers = open.map((ticket) => `#${ticket['number']}`).join(', ')
    veto(
      'ticketing.customer_has_open_tickets',
      `The customer still has open tickets (${numbers}), so it is kept; resolve them first.`,
    )
  },
)
