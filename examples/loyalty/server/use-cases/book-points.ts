import { pointsBooked } from '../../contract/points.events.ts'
import type { NewBooking, PointsEntryRow } from '../../contract/points.schema.ts'
import type { LoyaltyContext, LoyaltyUnit } from '../data/entities.ts'
import { notEnoughPoints } from '../loyalty.errors.ts'
import { requireCustomer } from './require-customer.ts'

/**
 * Gives points to a customer, or takes some away.
 * @throws not-found `loyalty.customer_not_found`; conflict `loyalty.not_enough_points`
 */
export async function bookPoints(
  ctx: LoyaltyContext,
  customerId: string,
  booking: NewBooking,
): Promise<PointsEntryRow> {
  ctx.authorize('loyalty.points.write')
  await requireCustomer(ctx, customerId)
  return ctx.db.write((unit) => book(unit, customerId, booking, ctx.principal.id))
}

/** The balance's row is locked by its own update, so two bookings cannot both spend the same points. */
export async function book(
  unit: LoyaltyUnit,
  customerId: string,
  { points, reason }: NewBooking,
  bookedById: string | null,
): Promise<PointsEntryRow> {
  const [before] = await unit.execute((sql) =>
    sql
      .insertInto('accounts')
      .values({ customerId, balance: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['organizationId', 'customerId'])
          .doUpdateSet((set) => ({ customerId: set.ref('excluded.customerId') })),
      )
      .returning('balance'),
  )
  const balance = (before?.balance ?? 0) + points
  if (balance < 0) throw notEnoughPoints(-balance)
  await unit.execute((sql) =>
    sql.updateTable('accounts').set({ balance }).where('customerId', '=', customerId).returning('id'),
  )
  const [entry] = await unit.execute((sql) =>
    sql
      .insertInto('points_entries')
      .values({ customerId, points, reason, bookedById })
      .returning(['id', 'customerId', 'points', 'reason', 'bookedById', 'createdAt']),
  )
  unit.emit(pointsBooked, { customerId, points, balance })
  return entry as PointsEntryRow
}
