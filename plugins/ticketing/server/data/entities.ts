import type { OrganizationContext, QueryBuilder, SystemContext, TenantContext, UnitOfWork } from '@wasla/sdk'
import { Comment } from './comment.entity.ts'
import { TicketCounter } from './ticket-counter.entity.ts'
import { Ticket } from './ticket.entity.ts'

export const entities = [Ticket, Comment, TicketCounter] as const

export type TicketingContext = OrganizationContext<typeof entities>
export type TicketingTenant = TenantContext<typeof entities>
export type TicketingQueries = QueryBuilder<typeof entities>
export type TicketingSystem = SystemContext<typeof entities>
export type TicketingUnit = UnitOfWork<typeof entities>
