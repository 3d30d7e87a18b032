import type { Permissions } from '../contexts/actor.ts'
import { recentlyUsed } from '../kernel/recently-used.ts'
import { builtInRole, grantsOf } from './built-in-roles.ts'
import { parseGrant, type Grant } from './grant.ts'
import { EVERYTHING, GrantedPermissions, NOTHING } from './granted-permissions.ts'
import { readCatalog, type Manifests, type Resource } from './permission-catalog.ts'

/** What grants amount to on this host: a limit to own rows that a module does not know grants nothing. */
export function effectiveGrants(texts: readonly string[], catalog: readonly Resource[]): Grant[] {
  const resources = new Map(catalog.map((resource) => [resource.name, resource]))
  return texts.flatMap((text) => {
    const grant = parseGrant(text)
    const resource = grant && resources.get(grant.resource)
    return grant === undefined || resource === undefined || (grant.own && !resource.own) ? [] : [grant]
  })
}

/** Works out what roles may do with the modules of this host, and remembers it until the manifests change. */
export class RolePermissions {
  readonly #manifests: () => Manifests
  readonly #builtIn = new Map<string, Permissions>()
  /** By the list: the same permissions are the same object, so that a change can be told. */
  readonly #granted = recentlyUsed<string, Permissions>(10_000)
  #catalog: readonly Resource[] = []
  #ruled: ReadonlySet<string> | undefined
  #size = -1

  constructor(manifests: () => Manifests) {
    this.#manifests = manifests
  }

  /** Takes over which resources the database can limit to a member's own rows. */
  ruledBy(resources: ReadonlySet<string>): void {
    this.#ruled = resources
    this.#size = -1
  }

  get catalog(): readonly Resource[] {
    const manifests = this.#manifests()
    // Manifests are only ever added, while the host starts.
    if (manifests.size !== this.#size) {
      this.#catalog = readCatalog(manifests, this.#ruled)
      this.#builtIn.clear()
      this.#granted.clear()
      this.#size = manifests.size
    }
    return this.#catalog
  }

  /** Of a built-in role; undefined when the organization has to say what the role is. */
  builtIn(key: string): Permissions | undefined {
    const { catalog } = this
    const known = this.#builtIn.get(key)
    if (known !== undefined) return known
    const role = builtInRole(key)
    if (role === undefined) return undefined
    const permissions =
      role.levels === 'everything' ? EVERYTHING : new GrantedPermissions(grantsOf(role, catalog))
    this.#builtIn.set(key, permissions)
    return permissions
  }

  /** Of a list of permissions, as custom roles and API keys keep it. */
  granted(texts: readonly string[]): Permissions {
    if (texts.length === 0) return NOTHING
    const { catalog } = this
    const key = texts.join(' ')
    let permissions = this.#granted.get(key)
    if (permissions === undefined) {
      permissions = new GrantedPermissions(effectiveGrants(texts, catalog))
      this.#granted.set(key, permissions)
    }
    return permissions
  }
}
