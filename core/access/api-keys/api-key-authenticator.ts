import type { Logger } from '@wasla/sdk'
import type { Permissions } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { SharedRateCounts } from '../../http/shared-rate-counts.ts'
import { RevocableCache } from '../revocable-cache.ts'
import type { RolePermissions } from '../role-permissions.ts'
import { matchesSecret, parseApiKey, type ApiKeyToken } from './api-key-token.ts'
import { admitKey } from './key-rate-limit.ts'
import { KeyUses } from './key-uses.ts'
import { readApiKey, type StoredApiKey } from './stored-api-keys.ts'

/** A key in memory, with what it may do worked out. */
export interface ApiKey extends StoredApiKey {
  readonly grants: Permissions
}

export interface ApiKeyAuthenticatorOptions {
  readonly platform: PlatformDatabase
  readonly roles: RolePermissions
  readonly log: Logger
  /** Whether changes are heard of at this moment. */
  readonly hearing?: () => boolean
}

/** Tells which API key a text is. A known key is answered from memory. */
export class ApiKeyAuthenticator {
  readonly uses: KeyUses
  readonly #keys: RevocableCache<ApiKey>
  readonly #counts: SharedRateCounts

  constructor({ platform, roles, log, hearing }: ApiKeyAuthenticatorOptions) {
    this.uses = new KeyUses(platform, log)
    this.#counts = new SharedRateCounts(platform, log)
    this.#keys = new RevocableCache({
      load: async (publicId) => {
        const key = await readApiKey(platform, publicId)
        return key === null ? null : { ...key, grants: roles.granted(key.permissions) }
      },
      hearing,
    })
  }

  /** @throws unavailable `rate_limited` */
  authenticate(text: string): ApiKey | null | Promise<ApiKey | null> {
    const token = parseApiKey(text)
    if (token === null) return null
    const key = this.#keys.find(token.publicId)
    return key instanceof Promise ? key.then((found) => this.#admit(found, token)) : this.#admit(key, token)
  }

  forget(publicId: string): void {
    this.#keys.forget(publicId)
  }

  clear(): void {
    this.#keys.clear()
  }

  #admit(key: ApiKey | null, { secret }: ApiKeyToken): ApiKey | null {
    if (key === null || !matchesSecret(key.secretHash, secret)) return null
    if (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now()) return null
    if (key.rateLimit !== null) admitKey(this.#counts, key.id, key.rateLimit)
    this.uses.note(key.id, key.organizationId)
    return key
  }
}
