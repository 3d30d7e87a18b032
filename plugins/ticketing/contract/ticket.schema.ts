import { z } from 'zod'

export const ticketStatuses = ['open', 'pending', 'resolved', 'closed'] as const
export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const

export type TicketStatus = (typeof ticketStatuses)[number]
export type TicketPriority = (typeof ticketPriorities)[number]

/** A ticket as REST answers it. */
export const ticketSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  number: z.int().describe('Counts from 1 in each organization'),
  subject: z.string(),
  description: z.string().nullable(),
  status: z.enum(ticketStatuses),
  priority: z.enum(ticketPriorities),
  customerId: z.uuid().nullable().describe('A customer of the CRM'),
  assigneeId: z.uuid().nullable(),
  openedById: z.uuid().nullable(),
  resolvedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})

export type TicketRow = z.output<typeof ticketSchema>

const subject = z.string().trim().min(1).max(300)
const description = z.string().max(20_000).nullish()

export const newTicketSchema = z.strictObject({
  subject,
  description,
  priority: z.enum(ticketPriorities).default('normal'),
  customerId: z.uuid().nullish(),
})

export type NewTicket = z.output<typeof newTicketSchema>

export const ticketChangesSchema = z.strictObject({
  subject: subject.optional(),
  description,
  status: z.enum(ticketStatuses).optional(),
  priority: z.enum(ticketPriorities).optional(),
})

export type TicketChanges = z.output<typeof ticketChangesSchema>

export const assignmentSchema = z.strictObject({
  assigneeId: z.uuid().nullable().describe('A member of the organization; null takes the ticket back'),
})
