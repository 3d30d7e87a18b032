import { sql, type AliasedExpression, type Expression } from 'kysely'

/**
 * Ids as the rows of a table `each` with the one column `id`: what the latest few of each of them are joined to, in one
 * statement that reads no more than those few, however many there are.
 * @example
 * sql.selectFrom(eachId(customerIds))
 *   .innerJoinLateral(
 *     (join) => join.selectFrom('tickets').selectAll('tickets').whereRef('tickets.customerId', '=', 'each.id')
 *       .orderBy('tickets.id', 'desc').limit(3).as('latest'),
 *     (join) => join.onTrue(),
 *   )
 *   .selectAll('latest')
 */
export function eachId(
  ids: readonly string[] | Expression<readonly string[]>,
): AliasedExpression<{ id: string }, 'each'> {
  return sql<{ id: string }>`unnest(${ids}::uuid[])`.as<'each'>(sql`each(id)`)
}
