import { createHash } from 'node:crypto'
import { conflict } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import type { CatalogDependencies } from '../module-catalog.ts'
import { settingsChanged } from '../settings/settings-cache.ts'
import { TOGGLES_CHANNEL } from '../toggle-queries.ts'
import type { Author } from '../write-switch.ts'
import { assertInactive, moduleActive, type ModuleOfOrganization } from './inactive-module.ts'
import { readModuleTables, type ModuleTable } from './module-tables.ts'
import { EMPTY_TRAIL, platformRecords } from './platform-records.ts'

/** What a purge would delete, and the word by which to order exactly that. */
export interface PurgePreview {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly confirmation: string
}

export interface PurgeInput extends ModuleOfOrganization {
  /** Of the preview the decision was made on. */
  readonly confirmation: string
  readonly author: Author
  /** What is written with it, in the same transaction. */
  readonly withIt?: (query: PlatformQuery, rows: PurgePreview['rows']) => Promise<void>
}

/** @throws as `assertInactive` */
export async function previewPurge(
  dependencies: CatalogDependencies,
  module: ModuleOfOrganization,
): Promise<PurgePreview> {
  await assertInactive(dependencies, module)
  const tables = await readModuleTables(dependencies.platform, module.moduleId)
  return dependencies.platform.transaction((query) => count(query, tables, module))
}

/** @throws as `assertInactive`; conflict `purge_changed` */
export async function assertConfirmed(
  dependencies: CatalogDependencies,
  { confirmation, ...module }: Pick<PurgeInput, 'confirmation' | keyof ModuleOfOrganization>,
): Promise<void> {
  const preview = await previewPurge(dependencies, module)
  if (preview.confirmation !== confirmation) throw purgeChanged(module.moduleId, preview)
}

const purgeChanged = (moduleId: string, preview: PurgePreview): Error =>
  conflict(
    'purge_changed',
    `There is not the same to delete any more as in the preview of "${moduleId}" you confirmed; look at the new one and confirm that.`,
    { extra: { ...preview } },
  )

/**
 * Deletes all that a module holds for an organization, for ever, by the database's catalog: the module's code
 * is not needed. Of the audit trail that remains which rows there were, not what they held.
 * @returns the rows deleted, by table
 * @throws as `assertInactive`; conflict `purge_changed` with a new preview when there is more or less to delete by now
 */
export async function purgeModule(
  dependencies: CatalogDependencies,
  { confirmation, author, withIt, ...module }: PurgeInput,
): Promise<Pick<PurgePreview, 'rows'>> {
  await assertInactive(dependencies, module)
  const tables = await readModuleTables(dependencies.platform, module.moduleId)
  const { organizationId, moduleId } = module
  return dependencies.platform.transaction(async (query) => {
    await query(`select set_config('app.actor_id', $1, true), set_config('app.request_id', $2, true)`, [
      author.actorId ?? '',
      author.requestId ?? '',
    ])
    // Held to the end, so that it is not switched on in between.
    const [row] = await query<{ active: boolean }>(
      'select active from platform.organization_modules where organization_id = $1 and module_id = $2 for update',
      [organizationId, moduleId],
    )
    if (row?.active) throw moduleActive(moduleId)
    const preview = await count(query, tables, module)
    if (preview.confirmation !== confirmation) throw purgeChanged(moduleId, preview)
    const [deleted] = await query<{ rows: Record<string, number> }>(
      statement(tables, (from, condition) => `delete from ${from} t where ${condition} returning 1`),
      [organizationId, moduleId],
    )
    await query(EMPTY_TRAIL, [organizationId, moduleId])
    await query('select pg_notify($1, $2)', [TOGGLES_CHANNEL, settingsChanged(organizationId, moduleId)])
    const rows = deleted?.rows ?? {}
    await withIt?.(query, rows)
    return { rows }
  })
}

const bookkeeping = new Set(platformRecords.filter(({ exported }) => !exported).map(({ table }) => table))

async function count(
  query: PlatformQuery,
  tables: readonly ModuleTable[],
  module: ModuleOfOrganization,
): Promise<PurgePreview> {
  const { organizationId, moduleId } = module
  const [counted] = await query<{ rows: Record<string, number> }>(
    statement(tables, (from, condition) => `select 1 from ${from} t where ${condition}`),
    [organizationId, moduleId],
  )
  const rows = counted?.rows ?? {}
  // The bookkeeping changes by itself, and a confirmation should not be void for that.
  const confirmed = Object.entries(rows).filter(([table]) => !bookkeeping.has(table))
  const digest = createHash('sha256').update(JSON.stringify([organizationId, moduleId, confirmed.sort()]))
  return { rows, confirmation: digest.digest('base64url').slice(0, 22) }
}

/** One statement over all tables, so that foreign keys between them are checked only when all of it is done. */
function statement(
  tables: readonly ModuleTable[],
  part: (from: string, condition: string) => string,
): string {
  const parts = [
    ...tables.map(({ name, qualified }) => ({
      name,
      sql: part(qualified, 'organization_id = $1::uuid and $2::text is not null'),
    })),
    ...platformRecords.map(({ table, condition }) => ({ name: table, sql: part(table, condition) })),
  ]
  const named = parts.map(({ sql }, index) => `p${index} as materialized (${sql})`)
  const counts = parts.map(
    ({ name }, index) => `('${name.replaceAll("'", "''")}', (select count(*) from p${index}))`,
  )
  return `with ${named.join(',\n')}
    select jsonb_object_agg(counted.name, counted.rows) as rows from (values ${counts.join(', ')}) as counted (name, rows)`
}
