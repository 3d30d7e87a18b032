import { invalid, notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { ActiveModules } from '../tenancy/gate.ts'
import type { Access } from './access.ts'
import type { Explanation } from './access.schema.ts'
import { builtInRole } from './built-in-roles.ts'

interface MemberRow {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly suspended: boolean
}

interface Question {
  readonly organizationId: string
  readonly userId: string
  readonly action: string
}

/**
 * Says whether a member may do something, and which rule decides it.
 * @throws not-found `member_not_found`; invalid `permission_unknown`
 */
export async function explainPermission(
  { platform, access }: { readonly platform: PlatformDatabase; readonly access: Access },
  active: ActiveModules,
  { organizationId, userId, action }: Question,
): Promise<Explanation> {
  const [module = '', name, verb] = action.split('.')
  const resource = access.roles.catalog.find((known) => known.name === `${module}.${name}`)
  if (!resource?.actions.some((known) => known === verb)) {
    throw invalid(
      'permission_unknown',
      `No module of this host asks for "${action}"; choose a permission from /permissions.`,
    )
  }
  const [member] = await platform.asSystem<MemberRow>(
    `select u.id, u.full_name as name, m.role, m.status <> 'active' or u.suspended_at is not null as suspended
     from platform.memberships m join platform.users u on u.id = m.user_id
     where m.organization_id = $1 and m.user_id = $2`,
    [organizationId, userId],
  )
  if (member === undefined)
    throw notFound('member_not_found', 'There is no such member in this organization.')
  const organization = await access.organization(organizationId)
  const permissions = organization?.permissionsOf(member.role)
  const granted = permissions?.has(action) === true
  const own = granted && permissions?.ownOnly?.includes(` ${resource.name} `) === true
  const answer = (allowed: boolean, rule: string, message: string): Explanation => ({
    user: { id: member.id, name: member.name },
    action,
    allowed,
    own: allowed && own,
    role: member.role,
    rule,
    message,
  })
  if (organization?.suspended !== false)
    return answer(
      false,
      'organization-suspended',
      'The organization is suspended, so nobody may do anything.',
    )
  if (member.suspended)
    return answer(false, 'member-suspended', `${member.name} is suspended, so they may do nothing.`)
  if (module !== 'platform' && !active.ids.has(module))
    return answer(
      false,
      'module-inactive',
      `The module "${module}" is off for the organization, whatever a role says.`,
    )
  const kind = builtInRole(member.role) === undefined ? 'custom-role' : 'built-in-role'
  if (!granted) return answer(false, kind, `The role "${member.role}" does not grant "${action}".`)
  if (own)
    return answer(
      true,
      kind,
      `The role "${member.role}" grants "${action}" for what is assigned to ${member.name} or was opened by them.`,
    )
  return answer(true, kind, `The role "${member.role}" grants "${action}".`)
}
