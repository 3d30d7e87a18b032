import type { TestHost } from '@wasla/host'

/** Moves by itself: leases are renewed, sessions used, plans made. */
const RESTLESS = ['singleton_leases', 'sessions', 'schedule_runs', 'job_progress', 'idempotency_keys']

/** Every row of an organization in every table there is, by table. */
export async function storedRows(host: TestHost, organizationId: string): Promise<Record<string, string[]>> {
  const tables = await host.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where column_name = 'organization_id' and table_type = 'BASE TABLE' and table_name <> all ($1)
     order by 1`,
    [RESTLESS],
  )
  const rows: Record<string, string[]> = {}
  for (const { name } of tables) {
    const found = await host.query<{ row: string }>(
      `select t::text as row from ${name} t where organization_id = $1 order by 1`,
      [organizationId],
    )
    rows[name] = found.map(({ row }) => row)
  }
  return rows
}
