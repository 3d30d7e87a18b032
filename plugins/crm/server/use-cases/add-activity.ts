import { activityAdded } from '../../contract/activity.events.ts'
import type { ActivityRow, NewActivity } from '../../contract/activity.schema.ts'
import type { CrmContext } from '../data/entities.ts'
import { getCustomer } from './get-customer.ts'

/** Notes what happened with a customer. @throws not-found `crm.customer_not_found` */
export async function addActivity(
  ctx: CrmContext,
  customerId: string,
  input: NewActivity,
): Promise<ActivityRow> {
  ctx.authorize('crm.activities.write')
  await getCustomer(ctx, customerId)
  const [activity] = await ctx.db.command(
    (sql) =>
      sql
        .insertInto('activities')
        .values({
          customerId,
          kind: input.kind,
          subject: input.subject,
          body: input.body ?? null,
          occurredAt: input.occurredAt === undefined ? new Date() : new Date(input.occurredAt),
          authorId: ctx.principal.id,
        })
        .returningAll(),
    (rows, outbox) => {
      for (const { id, kind, authorId } of rows)
        outbox.emit(activityAdded, { activityId: id, customerId, kind, authorId })
    },
  )
  return activity as ActivityRow
}
