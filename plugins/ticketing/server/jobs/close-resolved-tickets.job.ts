import { z } from 'zod'
import { defineJob, defineSchedule } from '@wasla/sdk'
import { ticketStatusChanged } from '../../contract/ticket.events.ts'
import type { TicketingSystem } from '../data/entities.ts'
import { ticketingSettings } from '../ticketing.settings.ts'

const DAY = 24 * 60 * 60 * 1000

/** Closes what was resolved long enough ago. */
export const closeResolvedTickets = defineJob({
  name: 'ticketing.close-resolved-tickets',
  payload: z.strictObject({}),
  perOrganization: 1,
  run: async (ctx: TicketingSystem) => {
    const { closeAfterDays } = await ctx.settings(ticketingSettings)
    const before = new Date(Date.now() - closeAfterDays * DAY)
    await ctx.db.write(async (unit) => {
      const closed = await unit.execute((sql) =>
        sql
          .updateTable('tickets')
          .set({ status: 'closed' })
          .where('status', '=', 'resolved')
          .where('resolvedAt', '<', before)
          .returning(['id', 'version']),
      )
      for (const { id, version } of closed)
        unit.emit(ticketStatusChanged, { ticketId: id, version, from: 'resolved', to: 'closed' })
    })
  },
})

export const nightlyClosing = defineSchedule({
  name: 'ticketing.nightly-closing',
  job: closeResolvedTickets,
  cron: '0 3 * * *',
  payload: {},
})
