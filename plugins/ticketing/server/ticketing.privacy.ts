import type { PrivacyDefinition } from '@wasla/sdk'
import type { TicketingSystem } from './data/entities.ts'

/** Tickets know people as members who wrote; what customers are called is the CRM's to forget. */
export const ticketingPrivacy: PrivacyDefinition = {
  async export(ctx: TicketingSystem, { userId }) {
    if (userId === undefined) return []
    const comments = await ctx.db.read((sql) =>
      sql
        .selectFrom('comments')
        .select(['ticketId', 'body', 'internal', 'createdAt'])
        .where('authorId', '=', userId),
    )
    const tickets = await ctx.db.read((sql) =>
      sql
        .selectFrom('tickets')
        .select(['number', 'subject', 'description', 'createdAt'])
        .where('openedById', '=', userId),
    )
    return [
      { type: 'tickets', records: tickets },
      { type: 'comments', records: comments },
    ]
  },

  /** What was said stays, since colleagues and customers rely on it; who said it is forgotten. */
  async erase(ctx: TicketingSystem, { userId }) {
    if (userId === undefined) return []
    return ctx.db.write(async (unit) => {
      const comments = await unit.execute((sql) =>
        sql.updateTable('comments').set({ authorId: null }).where('authorId', '=', userId).returning('id'),
      )
      const opened = await unit.execute((sql) =>
        sql.updateTable('tickets').set({ openedById: null }).where('openedById', '=', userId).returning('id'),
      )
      const assigned = await unit.execute((sql) =>
        sql.updateTable('tickets').set({ assigneeId: null }).where('assigneeId', '=', userId).returning('id'),
      )
      return [
        { type: 'comments', erased: 0, anonymised: comments.length, kept: [] },
        { type: 'tickets', erased: 0, anonymised: opened.length + assigned.length, kept: [] },
      ]
    })
  },
}
