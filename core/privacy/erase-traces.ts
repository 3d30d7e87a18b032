import { randomBytes } from 'node:crypto'
import type { PlatformDatabase } from '../database/data-access.ts'
import { identifiersOf, type Person } from './person.ts'

/** Rows in which a person's identifiers are replaced by ones that lead to nobody: consumers still find what they expect. */
const TEXTS = [
  {
    name: 'events',
    table: 'platform.event_log',
    column: 'payload',
    organization: 't.organization_id = $1::uuid',
  },
  {
    name: 'parked_jobs',
    table: 'platform.parked_jobs',
    column: 'payload',
    organization: 't.organization_id = $1::uuid',
  },
  { name: 'jobs', table: 'pgboss.job', column: 'data', organization: 't.group_id = $1::uuid::text' },
  { name: 'job_results', table: 'pgboss.job', column: 'output', organization: 't.group_id = $1::uuid::text' },
] as const

/**
 * Empties the audit trail's values of every record that was about the person, and makes what waits in queues and the
 * event log anonymous. Comes last: erasing wrote the values into the trail once more.
 * @param requestIds under which modules erased
 */
export async function eraseTraces(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
  requestIds: readonly string[],
): Promise<Record<string, number>> {
  const identifiers = identifiersOf(person)
  const traces: Record<string, number> = {
    audit_log: await emptyTrail(platform, organizationId, person, requestIds),
  }
  if (identifiers.length === 0) return traces
  const suffix = randomBytes(4).toString('hex')
  const replacements = identifiers.map((identifier) =>
    identifier.includes('@') ? `erased-${suffix}@erased.invalid` : '+10000000000',
  )
  for (const { name, table, column, organization } of TEXTS) {
    const rows = await platform.asSystem(
      `update ${table} t set ${column} = platform.without_identifiers(t.${column}, $2::text[], $3::text[])
       where ${organization} and platform.mentions(t.${column}::text, $2::text[]) returning 1`,
      [organizationId, identifiers, replacements],
    )
    traces[name] = rows.length
  }
  const answers = await platform.asSystem(
    'delete from platform.idempotency_keys t where t.organization_id = $1 and platform.mentions(t.body::text, $2::text[]) returning 1',
    [organizationId, identifiers],
  )
  return { ...traces, kept_answers: answers.length }
}

async function emptyTrail(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
  requestIds: readonly string[],
): Promise<number> {
  const rows = await platform.asSystem(
    `with records as materialized (
       select l.plugin_id, l.table_name, l.row_id from platform.audit_log l
       where l.request_id = any ($2::text[]) and l.organization_id = $1
       union
       select l.plugin_id, l.table_name, l.row_id
       from platform.audit_log l
       where l.organization_id = $1 and (
         platform.mentions(concat(l.before::text, l.after::text), $3::text[])
         or (l.plugin_id = 'platform' and $4::text in (l.before ->> 'user_id', l.after ->> 'user_id')))
     )
     update platform.audit_log l set before = null, after = null, salt = null
     from records r
     where l.organization_id = $1 and coalesce(l.before, l.after) is not null
       and (l.plugin_id, l.table_name, l.row_id) = (r.plugin_id, r.table_name, r.row_id)
     returning 1`,
    [organizationId, requestIds, identifiersOf(person), person.userId ?? null],
  )
  return rows.length
}

/** Where the platform's own tables still hold an identifier, after all is done. */
export async function findRemaining(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
): Promise<{ table: string; rows: number }[]> {
  const identifiers = identifiersOf(person)
  if (identifiers.length === 0) return []
  const tables = await platform.asSystem<{ name: string; qualified: string }>(
    `select c.relname as name, format('%I.%I', n.nspname, c.relname) as qualified
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition
       and platform.has_column(c.oid, 'organization_id') and c.relname <> all ('{legal_holds,privacy_requests}')
     order by 1`,
  )
  const counted = []
  for (const { name, qualified } of tables) {
    const [found] = await platform.asSystem<{ rows: number }>(
      `select count(*)::int as rows from ${qualified} t where t.organization_id = $1 and platform.mentions(t::text, $2::text[])`,
      [organizationId, identifiers],
    )
    counted.push({ table: name, rows: found?.rows ?? 0 })
  }
  return counted.filter(({ rows }) => rows > 0)
}
