import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { AuthenticatedSession, Session } from '../identity/session.ts'
import { ApiKeyAuthenticator, type ApiKey } from './api-keys/api-key-authenticator.ts'
import { readOrganizationAccess, type OrganizationAccess } from './organization-access.ts'
import type { Manifests } from './permission-catalog.ts'
import { RevocableCache } from './revocable-cache.ts'
import { RolePermissions } from './role-permissions.ts'

export interface AccessOptions {
  readonly platform: PlatformDatabase
  readonly manifests: () => Manifests
  readonly log: Logger
  /** Whether changes are heard of at this moment. */
  readonly hearing?: () => boolean
}

type Awaitable<Value> = Value | Promise<Value>

/** Who may do what in which organization, in memory until the database tells of a change. */
export class Access {
  readonly roles: RolePermissions
  readonly #platform: PlatformDatabase
  readonly #keys: ApiKeyAuthenticator
  readonly #organizations: RevocableCache<OrganizationAccess>

  constructor({ platform, manifests, log, hearing }: AccessOptions) {
    this.#platform = platform
    this.roles = new RolePermissions(manifests)
    this.#keys = new ApiKeyAuthenticator({ platform, roles: this.roles, log, hearing })
    this.#organizations = new RevocableCache({
      load: (organizationId) => readOrganizationAccess(platform, this.roles, organizationId),
      hearing,
    })
  }

  organization(organizationId: string): Awaitable<OrganizationAccess | null> {
    return this.#organizations.find(organizationId)
  }

  /** Adds to a session what its organization grants it. Nobody is signed in to an organization that is suspended. */
  admit(session: Session, address: string): Awaitable<AuthenticatedSession | null> {
    const access = this.organization(session.organizationId)
    return access instanceof Promise
      ? access.then((known) => inOrganization(session, known, address))
      : inOrganization(session, access, address)
  }

  /** Grows with every change of what organizations grant. */
  get epoch(): number {
    return this.#organizations.epoch
  }

  /**
   * Until when, by `performance.now()`, what an organization grants is believed. Where addresses matter that depends on
   * the request, so nothing may be concluded from another one.
   */
  freshUntil(organizationId: string): number {
    const known = this.#organizations.peek(organizationId)
    return known === undefined || known.value.allows !== null ? Number.NEGATIVE_INFINITY : known.freshUntil
  }

  /** Who an API key stands for. @throws unavailable `rate_limited` */
  authenticateApiKey(text: string, address: string): Awaitable<AuthenticatedSession | null> {
    const key = this.#keys.authenticate(text)
    return key instanceof Promise
      ? key.then((found) => this.#keySession(found, address))
      : this.#keySession(key, address)
  }

  /** Reads what the migrations of the modules have made rules for. */
  async start(): Promise<void> {
    const rules = await this.#platform.asSystem<{ resource: string }>(
      'select resource from platform.own_row_rules',
    )
    this.roles.ruledBy(new Set(rules.map(({ resource }) => resource)))
  }

  /** Takes over what hosts tell each other: `organization:<id>`, `key:<public id>`; other news is for others. */
  hear(news: string): void {
    const [kind, id] = news.split(':', 2)
    if (id === undefined) return
    if (kind === 'organization') this.#organizations.forget(id)
    else if (kind === 'key') this.#keys.forget(id)
  }

  /** Forgets all: news may have been missed. */
  forgetAll(): void {
    this.#organizations.clear()
    this.#keys.clear()
  }

  /** Writes what is still to be noted. */
  stop(): Promise<void> {
    return this.#keys.uses.write()
  }

  #keySession(key: ApiKey | null, address: string): Awaitable<AuthenticatedSession | null> {
    if (key === null) return null
    const access = this.organization(key.organizationId)
    return access instanceof Promise
      ? access.then((known) => asKey(key, known, address))
      : asKey(key, access, address)
  }
}

function inOrganization(
  session: Session,
  access: OrganizationAccess | null,
  address: string,
): AuthenticatedSession | null {
  if (access === null || access.suspended) return null
  return {
    ...session,
    permissions: access.permissionsOf(session.role),
    addressRefused: access.allows !== null && !access.allows(address),
  }
}

function asKey(key: ApiKey, access: OrganizationAccess | null, address: string): AuthenticatedSession | null {
  if (access === null || access.suspended) return null
  return {
    sessionId: key.id,
    organizationId: key.organizationId,
    role: 'api-key',
    principal: { kind: 'api-key', id: key.id, name: key.name, language: access.language },
    email: '',
    permissions: key.grants,
    addressRefused: access.allows !== null && !access.allows(address),
  }
}
