import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'
import { ticketStatuses } from './ticket.schema.ts'

const ticketId = z.uuid()
const version = z.int().positive()
const order = (payload: { ticketId: string; version: number }) => ({
  aggregate: payload.ticketId,
  version: payload.version,
})

/** A ticket was opened. */
export const ticketOpened = defineEvent({
  name: 'ticketing.ticket.opened',
  version: 1,
  payload: z.strictObject({ ticketId, version, number: z.int(), customerId: z.uuid().nullable() }),
  order,
})

/** A ticket was given to a member, or taken back. */
export const ticketAssigned = defineEvent({
  name: 'ticketing.ticket.assigned',
  version: 1,
  payload: z.strictObject({ ticketId, version, assigneeId: z.uuid().nullable() }),
  order,
})

/** A ticket moved on: answered, resolved, closed, opened again. */
export const ticketStatusChanged = defineEvent({
  name: 'ticketing.ticket.status-changed',
  version: 1,
  payload: z.strictObject({ ticketId, version, from: z.enum(ticketStatuses), to: z.enum(ticketStatuses) }),
  order,
})
