import { randomUUID } from 'node:crypto'
import type { LoggedEvent } from '@wasla/sdk/testing'
import pg from 'pg'
import type { TestHost } from '../../testing/test-host.ts'

export function loggedEvents(
  { query }: Pick<TestHost, 'query'>,
  name: string | undefined,
): Promise<LoggedEvent[]> {
  return query<LoggedEvent>(
    `select id, name, organization_id as "organizationId", payload, occurred_at as "occurredAt"
     from platform.event_log where $1::text is null or name = $1 order by id`,
    [name ?? null],
  )
}

/** Writes it into the log as a unit of work does, so that it becomes one delivery per subscriber. */
export async function announce(
  { database }: Pick<TestHost, 'database'>,
  organizationId: string,
  { name, version = 1, payload }: { name: string; version?: number; payload: object },
): Promise<void> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await client.query(
      `with scope as materialized (select set_config('app.organization_id', $1, true))
       insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id)
       select $1::uuid, split_part($2, '.', 1), $2, $3, $4, $5 from scope`,
      [organizationId, name, version, payload, randomUUID()],
    )
  } finally {
    await client.end()
  }
}
