import { conflict, notFound, unavailable } from '@wasla/sdk'
import { waitAcknowledged } from '../acknowledgement.ts'
import { readCatalog, type CatalogDependencies } from '../module-catalog.ts'

export interface ModuleOfOrganization {
  readonly organizationId: string
  readonly moduleId: string
}

export function moduleActive(moduleId: string) {
  return conflict(
    'module_active',
    `The module "${moduleId}" is on, so its data may change at any moment; switch it off first.`,
    { extra: { module: moduleId } },
  )
}

/**
 * Makes sure that no host serves the module to the organization any more.
 * @throws not-found `module_unknown`; conflict `module_active`; unavailable `hosts_behind`
 */
export async function assertInactive(
  dependencies: CatalogDependencies,
  { organizationId, moduleId }: ModuleOfOrganization,
): Promise<void> {
  const { platform } = dependencies
  const known = (await readCatalog(dependencies)).has(moduleId)
  if (!known)
    throw notFound(
      'module_unknown',
      `There is no module "${moduleId}" on this platform; GET /api/v1/modules lists those there are.`,
    )
  const [row] = await platform.asSystem<{ active: boolean; version: number | bigint | string }>(
    'select active, version from platform.organization_modules where organization_id = $1 and module_id = $2',
    [organizationId, moduleId],
  )
  if (row?.active) throw moduleActive(moduleId)
  const answer = row && (await waitAcknowledged(platform, Number(row.version)))
  if (answer?.acknowledged === false) {
    throw unavailable(
      'hosts_behind',
      `Some hosts have not heard yet that "${moduleId}" is off and may still write for it; try again in a few seconds.`,
      { extra: { missing: answer.missing } },
    )
  }
}
