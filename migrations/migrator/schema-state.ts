import type pg from 'pg'
import { errorCode } from '../errors.ts'

/** What the database says has been done. */
export interface SchemaState {
  /** Checksums by `plugin/file`. */
  applied: Record<string, string>
  /** Manifests by module. */
  modules: Record<string, unknown>
  subscribers: { name: string; plugin_id: string; event: string; queue: string; version: number }[]
  queues: { queue: string; plugin_id: string; options: Record<string, unknown> }[]
  bossVersion: number
  pluginRoles: string[]
  schemas: string[]
}

const parts: Record<keyof SchemaState, string> = {
  applied: `select coalesce(jsonb_object_agg(plugin_id || '/' || name, checksum), '{}') from platform.migrations`,
  modules: `select coalesce(jsonb_object_agg(id, manifest), '{}') from platform.modules where removed_at is null`,
  subscribers: `select coalesce(jsonb_agg(to_jsonb(s)), '[]') from platform.event_subscribers s`,
  queues: `select coalesce(jsonb_agg(to_jsonb(q)), '[]') from platform.job_queues q`,
  bossVersion: 'select coalesce(max(version), 0) from pgboss.version',
  pluginRoles: `select coalesce(jsonb_agg(r.rolname), '[]') from pg_auth_members m
    join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member where u.rolname = 'wasla_app'`,
  schemas: `select coalesce(jsonb_agg(nspname), '[]') from pg_namespace`,
}

const emptyState: SchemaState = {
  applied: {},
  modules: {},
  subscribers: [],
  queues: [],
  bossVersion: 0,
  pluginRoles: [],
  schemas: [],
}

/** One query when everything is there, which is every start but the first. */
export async function readSchemaState(client: pg.Client): Promise<SchemaState> {
  const columns = Object.entries(parts).map(([name, sql]) => `(${sql}) as "${name}"`)
  return (await queryIfPresent(client, `select ${columns.join(', ')}`)) ?? readWhatIsThere(client)
}

async function readWhatIsThere(client: pg.Client): Promise<SchemaState> {
  const state = { ...emptyState }
  for (const [name, sql] of Object.entries(parts)) {
    Object.assign(state, await queryIfPresent(client, `select (${sql}) as "${name}"`))
  }
  return state
}

const absent = new Set(['42P01', '3F000'])

async function queryIfPresent(client: pg.Client, sql: string): Promise<SchemaState | undefined> {
  try {
    return (await client.query<SchemaState>(sql)).rows[0]
  } catch (error) {
    if (absent.has(errorCode(error) ?? '')) return undefined
    throw error
  }
}
