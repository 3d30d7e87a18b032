import { z } from 'zod'
import { defineRoutes, pageOf } from '@wasla/sdk'
import {
  assignmentSchema,
  newTicketSchema,
  ticketChangesSchema,
  ticketSchema,
} from '../../contract/ticket.schema.ts'
import { readTickets, ticketFilter } from '../data/ticket-list.view.ts'
import { assignTicket } from '../use-cases/assign-ticket.ts'
import { getTicket } from '../use-cases/get-ticket.ts'
import { openTicket } from '../use-cases/open-ticket.ts'
import { updateTicket } from '../use-cases/update-ticket.ts'

const params = z.object({ id: z.uuid() })

export const ticketRoutes = defineRoutes((app) => {
  app.get(
    '/',
    {
      config: { permission: 'ticketing.tickets.read' },
      schema: { summary: 'List tickets', querystring: ticketFilter, response: { 200: pageOf(ticketSchema) } },
    },
    (request) => readTickets(request.context, request.query),
  )

  app.post(
    '/',
    {
      config: { permission: 'ticketing.tickets.write' },
      schema: { summary: 'Open a ticket', body: newTicketSchema, response: { 201: ticketSchema } },
    },
    async (request, reply) => reply.code(201).send(await openTicket(request.context, request.body)),
  )

  app.get(
    '/:id',
    {
      config: { permission: 'ticketing.tickets.read' },
      schema: { summary: 'Get a ticket', params, response: { 200: ticketSchema } },
    },
    (request) => getTicket(request.context, request.params.id),
  )

  app.patch(
    '/:id',
    {
      config: { permission: 'ticketing.tickets.write' },
      schema: {
        summary: 'Change a ticket',
        params,
        body: ticketChangesSchema,
        response: { 200: ticketSchema },
      },
    },
    (request) => updateTicket(request.context, request.params.id, request.body, request.ifMatch),
  )

  app.post(
    '/:id/assign',
    {
      config: { permission: 'ticketing.tickets.write' },
      schema: { summary: 'Assign a ticket', params, body: assignmentSchema, response: { 200: ticketSchema } },
    },
    ({ context, params: { id }, body, ifMatch }) => assignTicket(context, id, body.assigneeId, ifMatch),
  )
})
