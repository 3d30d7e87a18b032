import { forbidden } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import { findPersonByEmail, type Person } from '../accounts/person.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { insertIdentity } from './link-identity.ts'
import type { ExternalIdentity, ProviderOrganization, SignInProvider } from './provider.ts'

/**
 * The account of somebody a provider vouches for: the one it is linked to; one with the same e-mail, where both sides have
 * verified it; or, at an organization's own provider, a new one.
 * @throws forbidden `no_account`, `link_needs_verified_email`, `account_shared`
 */
export async function matchAccount(
  dependencies: AccountDependencies,
  provider: SignInProvider,
  identity: ExternalIdentity,
): Promise<string> {
  const { platform } = dependencies
  const [known] = await platform.asSystem<{ user_id: string }>(
    'update platform.external_identities set last_used_at = now() where provider = $1 and subject = $2 returning user_id',
    [provider.key, identity.subject],
  )
  if (known !== undefined) return known.user_id
  const person = identity.email === undefined ? undefined : await findPersonByEmail(platform, identity.email)
  if (person === undefined) return createMember(dependencies, provider, identity)
  if (!identity.emailVerified || !person.emailVerified) {
    throw forbidden(
      'link_needs_verified_email',
      `There is an account with this e-mail, but not both it and ${provider.name} have verified the address; sign in another way, then link ${provider.name} in your account.`,
    )
  }
  if (provider.organization !== undefined) await assertOwnMember(dependencies, provider.organization, person)
  return platform.transaction(async (query) => {
    await postSecurityNotice(query, person, 'identity-linked')
    return insertIdentity(query, provider, identity, person.id)
  })
}

/** An organization vouches for its own people. One who belongs to others, too, would be handed over to it. */
async function assertOwnMember(
  { platform }: AccountDependencies,
  { id }: ProviderOrganization,
  person: Person,
): Promise<void> {
  const organizations = await platform.asSystem<{ organization_id: string }>(
    'select organization_id from platform.memberships where user_id = $1',
    [person.id],
  )
  if (organizations.length === 1 && organizations[0]?.organization_id === id) return
  throw forbidden(
    'account_shared',
    'Your account is not this organization’s alone, so its sign-in cannot open it; sign in with your password or a passkey.',
  )
}

async function createMember(
  { platform }: AccountDependencies,
  provider: SignInProvider,
  identity: ExternalIdentity,
): Promise<string> {
  const { organization } = provider
  const { email, name } = identity
  const domain = email?.split('@')[1] ?? ''
  if (organization === undefined || email === undefined || !organization.emailDomains.includes(domain)) {
    throw forbidden(
      'no_account',
      'Nobody has an account with this e-mail here; register, or ask an administrator for an invitation.',
    )
  }
  return platform.transaction(async (query) => {
    // The provider's word is not proof of the address to anyone but this organization.
    const [user] = await query<{ id: string }>(
      'insert into platform.users (email, full_name) values ($1, $2) on conflict (email) do nothing returning id',
      [email, name ?? email],
    )
    if (user === undefined) throw forbidden('no_account', 'The account was made a moment ago; sign in again.')
    await joinOrganization(query, organization, user.id)
    return insertIdentity(query, provider, identity, user.id)
  })
}

async function joinOrganization(
  query: PlatformQuery,
  { id, role }: ProviderOrganization,
  userId: string,
): Promise<void> {
  await query(`select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true)`, [
    id,
    userId,
  ])
  const [organization] = await query<{ seat_limit: number | null }>(
    'select seat_limit from platform.organizations where id = $1 for no key update',
    [id],
  )
  const [members] = await query<{ count: number }>(
    `select count(*)::int as count from platform.memberships where organization_id = $1 and status = 'active'`,
    [id],
  )
  const limit = organization?.seat_limit ?? null
  if (limit !== null && (members?.count ?? 0) >= limit) {
    throw forbidden('seats_taken', 'The organization has no seat left for a new member; ask its owner.')
  }
  await query('insert into platform.memberships (organization_id, user_id, role) values ($1, $2, $3)', [
    id,
    userId,
    role,
  ])
}
