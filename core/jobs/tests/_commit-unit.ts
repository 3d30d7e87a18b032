import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Unit, UnitOutcome } from '../../events/unit.ts'

/** Ends a unit of work as the data path does. */
export async function commitUnit(client: pg.ClientBase, unit: Partial<Unit>): Promise<UnitOutcome> {
  const full: Unit = {
    organizationId: '',
    pluginId: 'crm',
    actorId: null,
    requestId: 'test',
    correlationId: randomUUID(),
    causationId: null,
    depth: 0,
    events: [],
    jobs: [],
    meters: [],
    ...unit,
  }
  const { rows } = await client.query<{ committed: UnitOutcome }>(
    'select platform.commit_unit($1) as committed',
    [JSON.stringify(full)],
  )
  return rows[0]!.committed
}
