import { forbidden } from '@wasla/sdk'
import type { Actor, Permissions } from '../../contexts/actor.ts'
import { grantsOf, builtInRole } from '../built-in-roles.ts'
import { grantText, parseGrant } from '../grant.ts'
import { EVERYTHING } from '../granted-permissions.ts'
import type { Resource } from '../permission-catalog.ts'

const limited = ({ ownOnly = '' }: Permissions, resource: string) => ownOnly.includes(` ${resource} `)

/**
 * Nobody gives away more than they hold themselves.
 * @throws forbidden `grant_exceeds_own`
 */
export function assertMayGrant(permissions: Permissions, texts: readonly string[]): void {
  if (permissions === EVERYTHING) return
  const exceeding = texts.filter((text) => {
    const grant = parseGrant(text)
    if (grant === undefined) return false
    return (
      !permissions.has(`${grant.resource}.${grant.action}`) ||
      (!grant.own && limited(permissions, grant.resource))
    )
  })
  if (exceeding.length === 0) return
  throw forbidden(
    'grant_exceeds_own',
    `You may not give what you do not hold yourself (${exceeding.join(', ')}); ask an administrator.`,
    { extra: { permissions: exceeding } },
  )
}

/**
 * Whether an actor may make somebody a member of this role, or take the role from them: owners decide about owners.
 * @throws forbidden `owners_only`, `grant_exceeds_own`
 */
export function assertMayGiveRole(
  actor: Pick<Actor, 'role' | 'permissions'>,
  role: string,
  custom: readonly string[] | null,
  catalog: readonly Resource[],
): void {
  if (role === 'owner' && actor.role !== 'owner') {
    throw forbidden('owners_only', 'Only an owner may make somebody an owner or change one; ask an owner.')
  }
  const builtIn = builtInRole(role)
  assertMayGrant(actor.permissions, custom ?? (builtIn ? everyGrant(builtIn, catalog) : []))
}

function everyGrant(
  role: NonNullable<ReturnType<typeof builtInRole>>,
  catalog: readonly Resource[],
): string[] {
  return grantsOf(role, catalog).map(grantText)
}
