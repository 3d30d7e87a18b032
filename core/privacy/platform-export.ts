import type { PersonalRecords } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Person } from './person.ts'
import { readPersonalTables, rowsOf } from './personal-tables.ts'

/** What lets somebody in is nobody's to read, not even the person's own. */
const SECRET = 'hash|secret|token|sealed|password|public_key|challenge|credential|nonce|verifier'
const MOST_ACTIONS = 50_000

/** What the platform itself holds about a person, as an organization may tell it. */
export async function exportPlatformRecords(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
): Promise<PersonalRecords[]> {
  const values = [organizationId, person.userId ?? null, person.email ?? null]
  const rows = async (type: string, from: string, condition: string): Promise<PersonalRecords> => {
    const found = await platform.asSystem<{ record: Record<string, unknown> }>(
      `select (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(to_jsonb(t))
         where key !~ '${SECRET}' and not (jsonb_typeof(value) = 'string' and value #>> '{}' like '\\\\x%')) as record
       from ${from} t where ${condition}`,
      values,
    )
    return { type, records: found.map(({ record }) => record) }
  }
  const member = 't.user_id = $2::uuid and t.organization_id = $1::uuid and ($3::text is null or true)'
  const tables = await readPersonalTables(platform)
  const personal = await Promise.all([
    rows(
      'account',
      'platform.users',
      `t.id = $2::uuid and ($3::text is null or true)
      and exists (select from platform.memberships m where m.user_id = t.id and m.organization_id = $1::uuid)`,
    ),
    rows('memberships', 'platform.memberships', member),
    rows(
      'uploads',
      '(select organization_id, uploaded_by as user_id, id, name, content_type, size, created_at from platform.files)',
      member,
    ),
    rows(
      'actions',
      `(select organization_id, actor_id as user_id, at, plugin_id, table_name, row_id, action, request_id
      from platform.audit_log order by id desc limit ${MOST_ACTIONS})`,
      member,
    ),
    ...tables.map((table) => rows(table.name, table.qualified, rowsOf(table))),
  ])
  return personal.filter(({ records }) => records.length > 0)
}
