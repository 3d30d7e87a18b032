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

/** Through the same function as every unit of work, so that it becomes one delivery per subscriber. */
export async function announce(
  { database }: Pick<TestHost, 'database'>,
  organizationId: string,
  { name, version = 1, payload }: { name: string; version?: number; payload: object },
): Promise<void> {
  const unit = {
    organizationId,
    pluginId: name.split('.')[0],
    actorId: null,
    requestId: randomUUID(),
    correlationId: randomUUID(),
    causationId: null,
    depth: 0,
    events: [{ name, version, payload }],
  }
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    await client.query(
      `with scope as materialized (select set_config('app.organization_id', $1, true))
       select platform.commit_unit($2::jsonb) from scope`,
      [organizationId, JSON.stringify(unit)],
    )
  } finally {
    await client.end()
  }
}
