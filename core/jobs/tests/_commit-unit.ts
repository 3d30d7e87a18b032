import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { epilogue } from '../../database/unit/epilogue.ts'
import { encode } from '../../database/statements/encode.ts'
import type { StatementResult } from '../../database/statements/statement.ts'
import type { Unit, UnitOutcome } from '../../events/unit.ts'

/** Ends a unit of work as the data path does. */
export async function commitUnit(client: pg.ClientBase, unit: Partial<Unit>): Promise<UnitOutcome> {
  const { statements, outcome } = epilogue(
    {
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
    },
    false,
  )
  const results: StatementResult[] = []
  for (const { text, values = [] } of statements) {
    const { rows, command, rowCount } = await client.query<object>(text, values.map(encode))
    results.push({ rows, tag: `${command} ${rowCount}` })
  }
  return outcome(results)
}
