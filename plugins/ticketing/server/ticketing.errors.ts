import { invalid, notFound } from '@wasla/sdk'

export const ticketNotFound = () =>
  notFound('ticketing.ticket_not_found', 'There is no such ticket in this organization.')

export const customerUnknown = () =>
  invalid(
    'ticketing.customer_unknown',
    'The customer does not exist in this organization; choose one from /crm/customers.',
    {
      fields: [{ field: 'customerId', message: 'is no customer of this organization' }],
    },
  )

export const assigneeUnknown = () =>
  invalid('ticketing.assignee_unknown', 'A ticket can only be assigned to a member of this organization.', {
    fields: [{ field: 'assigneeId', message: 'is no member of this organization' }],
  })
