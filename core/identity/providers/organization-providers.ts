import { notFound } from '@wasla/sdk'
import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'
import type { Session } from '../session.ts'
import { secretPlace } from './provider-directory.ts'
import type { newProvider, organizationProvider, providerChanges } from './provider.schema.ts'

export interface OrganizationProvidersDependencies {
  readonly platform: PlatformDatabase
  readonly keyring: Keyring
  readonly redirectUri: string
}

type OrganizationProvider = z.output<typeof organizationProvider>

const COLUMNS = `id, name, issuer, client_id as "clientId", email_domains as "emailDomains", role, enabled`

/** The organization's own ways to sign in. Their secrets are never read again. */
export async function listOrganizationProviders(
  { platform, redirectUri }: OrganizationProvidersDependencies,
  organizationId: string,
): Promise<OrganizationProvider[]> {
  const rows = await platform.asSystem<Omit<OrganizationProvider, 'redirectUri'>>(
    `select ${COLUMNS} from platform.sign_in_providers where organization_id = $1 order by name, id`,
    [organizationId],
  )
  return rows.map((row) => ({ ...row, redirectUri }))
}

/** In one transaction with who did it, for the audit trail. @throws conflict `provider_exists` */
async function writeAs<Row extends object>(
  platform: PlatformDatabase,
  { organizationId, principal }: Session,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return platform.transaction(async (query) => {
    await query(`select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true)`, [
      organizationId,
      principal.id,
    ])
    return query<Row>(text, values)
  })
}

export async function addOrganizationProvider(
  { platform, keyring, redirectUri }: OrganizationProvidersDependencies,
  session: Session,
  { name, issuer, clientId, clientSecret, emailDomains, role, enabled }: z.output<typeof newProvider>,
): Promise<OrganizationProvider> {
  const { organizationId } = session
  const [row] = await writeAs<Omit<OrganizationProvider, 'redirectUri'>>(
    platform,
    session,
    `insert into platform.sign_in_providers
       (organization_id, name, issuer, client_id, sealed_client_secret, email_domains, role, enabled)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      organizationId,
      name,
      issuer,
      clientId,
      keyring.seal(clientSecret, secretPlace(organizationId)),
      emailDomains,
      role,
      enabled,
    ],
  )
  if (row === undefined) throw new Error('The provider was not written')
  return { ...row, redirectUri }
}

const unknownProvider = () =>
  notFound('provider_not_found', 'The organization has no such way to sign in; it may have been removed.')

/** What is left out stays. @throws notFound `provider_not_found` */
export async function changeOrganizationProvider(
  { platform, keyring, redirectUri }: OrganizationProvidersDependencies,
  session: Session,
  id: string,
  { name, clientId, clientSecret, emailDomains, role, enabled }: z.output<typeof providerChanges>,
): Promise<OrganizationProvider> {
  const { organizationId } = session
  const secret = clientSecret === undefined ? null : keyring.seal(clientSecret, secretPlace(organizationId))
  const [row] = await writeAs<Omit<OrganizationProvider, 'redirectUri'>>(
    platform,
    session,
    `update platform.sign_in_providers set name = coalesce($3, name), client_id = coalesce($4, client_id),
       sealed_client_secret = coalesce($5, sealed_client_secret), email_domains = coalesce($6, email_domains),
       role = coalesce($7, role), enabled = coalesce($8, enabled)
     where organization_id = $1 and id = $2 returning ${COLUMNS}`,
    [
      organizationId,
      id,
      name ?? null,
      clientId ?? null,
      secret,
      emailDomains ?? null,
      role ?? null,
      enabled ?? null,
    ],
  )
  if (row === undefined) throw unknownProvider()
  return { ...row, redirectUri }
}

/** @throws notFound `provider_not_found` */
export async function removeOrganizationProvider(
  { platform }: OrganizationProvidersDependencies,
  session: Session,
  id: string,
): Promise<void> {
  const [removed] = await writeAs(
    platform,
    session,
    `with removed as (
       delete from platform.sign_in_providers where organization_id = $1 and id = $2 returning id
     ), identities as (
       delete from platform.external_identities where provider in (select 'sso:' || id from removed)
     )
     select id from removed`,
    [session.organizationId, id],
  )
  if (removed === undefined) throw unknownProvider()
}
