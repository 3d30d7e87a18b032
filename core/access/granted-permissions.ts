import type { Permissions } from '../contexts/actor.ts'
import type { Grant } from './grant.ts'

/** May do everything. */
export const EVERYTHING: Permissions = { has: () => true, ownOnly: '' }

export const NOTHING: Permissions = { has: () => false, ownOnly: '' }

/** What a list of grants amounts to, worked out once and asked many times. */
export class GrantedPermissions implements Permissions {
  /** As the policies of tables read it: ` ticketing.tickets crm.customers `, empty when nothing is limited. */
  readonly ownOnly: string
  readonly #names: ReadonlySet<string>

  constructor(grants: readonly Grant[]) {
    this.#names = new Set(
      grants.flatMap(({ resource, action }) =>
        action === 'write' ? [`${resource}.read`, `${resource}.write`] : [`${resource}.read`],
      ),
    )
    const unlimited = new Set(grants.filter(({ own }) => !own).map(({ resource }) => resource))
    const limited = new Set(grants.map(({ resource }) => resource)).difference(unlimited)
    this.ownOnly = limited.size === 0 ? '' : ` ${[...limited].join(' ')} `
  }

  has(permission: string): boolean {
    return this.#names.has(permission)
  }
}
