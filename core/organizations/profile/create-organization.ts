import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Session } from '../../identity/session.ts'
import type { NewOrganization, Organization } from './organization.schema.ts'
import { readOrganization } from './read-organization.ts'

export interface CreateDependencies {
  readonly platform: PlatformDatabase
  /** Switches the new organization's first modules on. */
  readonly onOrganizationCreated: (created: { organizationId: string; userId: string }) => Promise<void>
}

/** Creates another organization, which belongs to the person who asked for it. */
export async function createOrganization(
  { platform, onOrganizationCreated }: CreateDependencies,
  { principal }: Pick<Session, 'principal'>,
  { name, defaultLanguage, timeZone }: NewOrganization,
): Promise<Organization> {
  const userId = principal.id
  const organization = await platform.transaction(async (query) => {
    const [created] = await query<{ id: string }>(
      `with new_id as (
         select uuidv7() as id
       ), scope as (
         select set_config('app.organization_id', n.id::text, true), set_config('app.actor_id', $4, true) from new_id n
       )
       insert into platform.organizations (id, name, default_language, time_zone)
       select n.id, $1, $2, coalesce($3, 'UTC') from new_id n, scope returning id`,
      [name, defaultLanguage ?? principal.language, timeZone ?? null, userId],
    )
    if (created === undefined) throw new Error('The organization was not written')
    await query(
      `insert into platform.memberships (organization_id, user_id, role) values ($1, $2, 'owner')`,
      [created.id, userId],
    )
    return readOrganization(query, created.id)
  })
  await onOrganizationCreated({ organizationId: organization.id, userId })
  return organization
}
