import { notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'
import type { SignInProvider } from './provider.ts'

export interface ProviderSummary {
  readonly key: string
  readonly name: string
}

/** Finds providers: the host's own and those of organizations. */
export interface ProviderDirectory {
  /** Those of the host, and of the organization with this slug. */
  list(slug: string | undefined): Promise<ProviderSummary[]>
  /** @throws notFound `provider_not_found` */
  find(key: string): Promise<SignInProvider>
}

export const secretPlace = (organizationId: string) => `platform.sign_in_providers ${organizationId}`

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly name: string
  readonly issuer: string
  readonly client_id: string
  readonly sealed_client_secret: string
  readonly email_domains: string[]
  readonly role: string
}

export function createProviderDirectory(
  platform: PlatformDatabase,
  keyring: Keyring,
  hostProviders: readonly SignInProvider[],
): ProviderDirectory {
  async function findOfOrganization(id: string): Promise<SignInProvider | undefined> {
    const [row] = await platform.asSystem<Row>(
      `select p.id, p.organization_id, p.name, p.issuer, p.client_id, p.sealed_client_secret, p.email_domains, p.role
       from platform.sign_in_providers p join platform.organizations o on o.id = p.organization_id
       where p.id::text = $1 and p.enabled and o.status = 'active'`,
      [id],
    )
    if (row === undefined) return undefined
    return {
      key: `sso:${row.id}`,
      name: row.name,
      protocol: 'openid',
      issuer: row.issuer,
      clientId: row.client_id,
      clientSecret: keyring.open(row.sealed_client_secret, secretPlace(row.organization_id)),
      organization: { id: row.organization_id, emailDomains: row.email_domains, role: row.role },
    }
  }

  return {
    async list(slug) {
      const own =
        slug === undefined
          ? []
          : await platform.asSystem<ProviderSummary>(
              `select 'sso:' || p.id as key, p.name
               from platform.sign_in_providers p join platform.organizations o on o.id = p.organization_id
               where o.slug = $1 and p.enabled and o.status = 'active' order by p.name`,
              [slug],
            )
      return [...own, ...hostProviders.map(({ key, name }) => ({ key, name }))]
    },
    async find(key) {
      const provider = key.startsWith('sso:')
        ? await findOfOrganization(key.slice('sso:'.length))
        : hostProviders.find((known) => known.key === key)
      if (provider !== undefined) return provider
      throw notFound('provider_not_found', 'There is no such way to sign in here; choose another.')
    },
  }
}
