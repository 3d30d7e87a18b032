import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import { z } from 'zod'
import { assignmentSchema, newTicketSchema, ticketChangesSchema } from '../../contract/ticket.schema.ts'
import { assignTicket } from '../use-cases/assign-ticket.ts'
import { openTicket } from '../use-cases/open-ticket.ts'
import { updateTicket } from '../use-cases/update-ticket.ts'
import type { TicketEnums } from './ticket-enums.ts'

const permission = 'ticketing.tickets.write'
const rowId = z.object({ id: z.uuid() })

export function addTicketMutations(builder: PluginSchemaBuilder, { status, priority }: TicketEnums): void {
  const newTicket = builder.inputType('NewTicket', {
    fields: (t) => ({
      subject: t.string({ required: true }),
      description: t.string(),
      priority: t.field({ type: priority }),
      customerId: t.id({ description: 'The customer’s rowId' }),
    }),
  })
  const changes = builder.inputType('TicketChanges', {
    fields: (t) => ({
      subject: t.string(),
      description: t.string(),
      status: t.field({ type: status }),
      priority: t.field({ type: priority }),
    }),
  })
  builder.mutationFields((t) => {
    const which = {
      id: t.arg.id({ required: true, description: 'The ticket’s rowId' }),
      version: t.arg.int({ description: 'The one you have seen; another is refused as stale_version' }),
    }
    return {
      openTicket: t.field({
        type: 'Ticket',
        permission,
        args: { input: t.arg({ type: newTicket, required: true }) },
        resolve: (_parent, { input }, ctx) =>
          openTicket(ctx, validate(newTicketSchema, { ...input, priority: input.priority ?? undefined })),
      }),
      updateTicket: t.field({
        type: 'Ticket',
        permission,
        args: { ...which, input: t.arg({ type: changes, required: true }) },
        resolve: (_parent, args, ctx) => {
          const { id } = validate(rowId, args)
          return updateTicket(ctx, id, validate(ticketChangesSchema, args.input), args.version ?? undefined)
        },
      }),
      assignTicket: t.field({
        type: 'Ticket',
        permission,
        args: {
          ...which,
          assigneeId: t.arg.id({ description: 'A member; without one the ticket is taken back' }),
        },
        resolve: (_parent, args, ctx) => {
          const { id } = validate(rowId, args)
          const { assigneeId } = validate(assignmentSchema, { assigneeId: args.assigneeId ?? null })
          return assignTicket(ctx, id, assigneeId, args.version ?? undefined)
        },
      }),
    }
  })
}
