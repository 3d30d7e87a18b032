import type { PluginSchemaBuilder } from '@wasla/sdk'
import { ticketPriorities, ticketStatuses } from '../../contract/ticket.schema.ts'

export type TicketEnums = ReturnType<typeof defineTicketEnums>

export function defineTicketEnums(builder: PluginSchemaBuilder) {
  return {
    status: builder.enumType('TicketStatus', { values: ticketStatuses }),
    priority: builder.enumType('TicketPriority', { values: ticketPriorities }),
  }
}
