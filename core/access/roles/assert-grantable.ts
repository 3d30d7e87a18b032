import { invalid } from '@wasla/sdk'
import { parseGrant } from '../grant.ts'
import type { Resource } from '../permission-catalog.ts'

/**
 * Refuses permissions that nothing on this host would ask for, and limits that cannot be kept.
 * @throws invalid `permission_unknown`
 */
export function assertGrantable(texts: readonly string[], catalog: readonly Resource[]): void {
  const resources = new Map(catalog.map((resource) => [resource.name, resource]))
  const limited = new Map<string, boolean>()
  const fields = texts.flatMap((text, index) => {
    const reject = (message: string) => [{ field: `permissions.${index}`, message }]
    const grant = parseGrant(text)
    const resource = grant && resources.get(grant.resource)
    if (grant === undefined || resource === undefined || !resource.actions.includes(grant.action))
      return reject('is a permission of no module of this host')
    if (grant.own && !resource.own) return reject("cannot be limited to the member's own")
    if ((limited.get(grant.resource) ?? grant.own) !== grant.own)
      return reject("is limited to the member's own in one permission and not in another")
    limited.set(grant.resource, grant.own)
    return []
  })
  if (fields.length === 0) return
  throw invalid(
    'permission_unknown',
    'Some of these permissions cannot be given; choose them from /permissions.',
    {
      fields,
    },
  )
}
