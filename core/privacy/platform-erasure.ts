import type { ErasureReport } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'
import { markRemoved } from '../files/file-records.ts'
import type { Person } from './person.ts'
import { KEPT_TABLES, readPersonalTables, rowsOf, type PersonalTable } from './personal-tables.ts'

/**
 * Erases what the platform itself holds about a person in an organization; the account too, when they belong to no
 * other. Their only owner stays: without one nobody could look after the organization.
 */
export async function erasePlatformRecords(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
): Promise<ErasureReport[]> {
  const tables = await readPersonalTables(platform)
  return platform.transaction(async (query) => {
    const values = [organizationId, person.userId ?? null, person.email ?? null]
    const reports: ErasureReport[] = []
    if (person.userId !== undefined) {
      const reason = await reasonToStay(query, organizationId, person.userId)
      if (reason === undefined) reports.push(await endMembership(query, organizationId, person.userId))
      else return [report('memberships', { kept: [{ count: 1, reason }] })]
    }
    for (const table of tables.filter(({ ofOrganization }) => ofOrganization))
      reports.push(await eraseRows(query, table, values))
    if (person.userId !== undefined)
      reports.push(...(await eraseAccount(query, tables, organizationId, person.userId, values)))
    return reports.filter(({ erased, anonymised, kept }) => erased + anonymised + kept.length > 0)
  })
}

async function reasonToStay(
  query: PlatformQuery,
  organizationId: string,
  userId: string,
): Promise<string | undefined> {
  const owners = await query<{ userId: string }>(
    `select user_id as "userId" from platform.memberships where organization_id = $1 and role = 'owner' for update`,
    [organizationId],
  )
  if (owners.length !== 1 || owners[0]?.userId !== userId) return undefined
  return 'is the only owner of the organization; transfer the ownership first'
}

async function endMembership(
  query: PlatformQuery,
  organizationId: string,
  userId: string,
): Promise<ErasureReport> {
  await query(
    'update platform.sessions set revoked_at = coalesce(revoked_at, now()) where organization_id = $1 and user_id = $2',
    [organizationId, userId],
  )
  const rows = await query(
    'delete from platform.memberships where organization_id = $1 and user_id = $2 returning 1',
    [organizationId, userId],
  )
  return report('memberships', { erased: rows.length })
}

async function eraseRows(
  query: PlatformQuery,
  table: PersonalTable,
  values: readonly unknown[],
): Promise<ErasureReport> {
  const reason = KEPT_TABLES[table.name]
  if (reason !== undefined) {
    const kept = await query(`select 1 from ${table.qualified} t where ${rowsOf(table)}`, values)
    return report(table.name, { kept: kept.length === 0 ? [] : [{ count: kept.length, reason }] })
  }
  const rows = await query(`delete from ${table.qualified} t where ${rowsOf(table)} returning 1`, values)
  return report(table.name, { erased: rows.length })
}

async function eraseAccount(
  query: PlatformQuery,
  tables: readonly PersonalTable[],
  organizationId: string,
  userId: string,
  values: readonly unknown[],
): Promise<ErasureReport[]> {
  const removed = await markRemoved(
    query,
    `f.organization_id = $1 and f.plugin_id = 'platform' and f.uploaded_by = $2`,
    [organizationId, userId],
  )
  const uploads = await query(
    'update platform.files set uploaded_by = null where organization_id = $1 and uploaded_by = $2 returning 1',
    [organizationId, userId],
  )
  const files = report('uploads', {
    erased: removed.length,
    anonymised: Math.max(0, uploads.length - removed.length),
  })
  const elsewhere = await query('select 1 from platform.memberships where user_id = $1 limit 1', [userId])
  if (elsewhere.length > 0) {
    return [
      files,
      report('account', {
        kept: [{ count: 1, reason: 'belongs to the person, who is a member of another organization' }],
      }),
    ]
  }
  const reports: ErasureReport[] = []
  for (const table of tables.filter(({ ofOrganization }) => !ofOrganization))
    reports.push(await eraseRows(query, table, values))
  const account = await query(
    `update platform.users set email = 'erased-' || id || '@erased.invalid', full_name = 'Erased', password_hash = null, language = null
     where id = $1 returning 1`,
    [userId],
  )
  return [files, ...reports, report('account', { anonymised: account.length })]
}

function report(type: string, counts: Partial<Omit<ErasureReport, 'type'>>): ErasureReport {
  return { type, erased: 0, anonymised: 0, kept: [], ...counts }
}
