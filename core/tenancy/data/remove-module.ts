import { conflict, notFound } from '@wasla/sdk'
import pg from 'pg'

export interface RemovedModule {
  /** False when another database of the same server still uses the role. */
  readonly roleDropped: boolean
}

const DEPENDENT_OBJECTS = '2BP01'

/**
 * Removes a module from the platform for good: its schema, its role, its entries in the registries. For the
 * operator, after every organization has purged it; the module's code is not needed.
 * @param adminUrl the login that migrates
 * @throws not-found `module_unknown`; conflict `module_active`, `module_not_purged`
 */
export async function removeModule(adminUrl: string, moduleId: string): Promise<RemovedModule> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'wasla remove' })
  await client.connect()
  try {
    await client.query('begin')
    await assertRemovable(client, moduleId)
    await dropModule(client, moduleId)
    await client.query('commit')
    return { roleDropped: await dropRole(client, moduleId) }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    await client.end()
  }
}

async function assertRemovable(client: pg.Client, moduleId: string): Promise<void> {
  // The same lock as every toggle takes: nobody switches it on meanwhile.
  await client.query('select from platform.toggle_version for update')
  const { rows } = await client.query<{ active: number }>(
    `select (select count(*)::int from platform.organization_modules o where o.module_id = m.id and o.active) as active
     from platform.modules m where m.id = $1 and m.removed_at is null`,
    [moduleId],
  )
  const [module] = rows
  if (!module)
    throw notFound(
      'module_unknown',
      `There is no module "${moduleId}" to remove; "wasla plugins list" names those there are.`,
    )
  if (module.active > 0) {
    throw conflict(
      'module_active',
      `"${moduleId}" is on in ${module.active} organization(s); switch it off and purge it in each of them first.`,
    )
  }
  const held = await tablesWithRows(client, moduleId)
  if (held.length > 0) {
    throw conflict(
      'module_not_purged',
      `"${moduleId}" still holds rows in ${held.join(', ')}; which would be lost; purge it in every organization first, or let "wasla plugins remove" do it with --purge, and write it down before with --export.`,
      {
        extra: { tables: held },
      },
    )
  }
}

async function tablesWithRows(client: pg.Client, moduleId: string): Promise<string[]> {
  // Row-level security is forced for the owner too; this role is the one that sees all organizations.
  await client.query('set local role wasla_system')
  const { rows: tables } = await client.query<{ qualified: string }>(
    `select format('%I.%I', n.nspname, c.relname) as qualified
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id' and not o.attisdropped)
     order by 1`,
    [schemaOf(moduleId)],
  )
  const held: string[] = []
  for (const { qualified } of tables) {
    const { rows } = await client.query<{ held: boolean }>(`select exists (select from ${qualified}) as held`)
    if (rows[0]?.held) held.push(qualified)
  }
  await client.query('reset role')
  return held
}

async function dropModule(client: pg.Client, moduleId: string): Promise<void> {
  await client.query('set local role wasla_owner')
  await client.query(`drop schema if exists ${pg.escapeIdentifier(schemaOf(moduleId))} cascade`)
  await client.query(`select pgboss.delete_queue(queue) from platform.job_queues where plugin_id = $1`, [
    moduleId,
  ])
  await client.query('delete from platform.event_subscribers where plugin_id = $1', [moduleId])
  await client.query('delete from platform.job_queues where plugin_id = $1', [moduleId])
  await client.query('delete from platform.migrations where plugin_id = $1', [moduleId])
  await client.query('update platform.modules set removed_at = now() where id = $1', [moduleId])
  await client.query('reset role')
  await client.query('set local role wasla_system')
  await client.query('delete from platform.organization_modules where module_id = $1', [moduleId])
  await client.query('reset role')
}

async function dropRole(client: pg.Client, moduleId: string): Promise<boolean> {
  const role = pg.escapeIdentifier(`wasla_plugin_${schemaOf(moduleId)}`)
  try {
    await client.query(`drop role if exists ${role}`)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === DEPENDENT_OBJECTS) return false
    throw error
  }
}

function schemaOf(moduleId: string): string {
  return moduleId.replaceAll('-', '_')
}
