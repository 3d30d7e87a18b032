import { notFound, type LocalizedText } from '@wasla/sdk'
import type { Registry } from '../kernel/registry.ts'
import {
  readCatalog,
  type CatalogDependencies,
  type ModuleCatalog,
  type ModuleStatus,
} from './module-catalog.ts'
import type { EntitlementQuestion, SwitchDependencies } from './switch-module.ts'

/** A module as an administrator sees it. */
export interface ModuleView {
  readonly id: string
  readonly name: LocalizedText
  readonly description: LocalizedText
  readonly icon: string
  readonly category: string
  /** Of the module's code. */
  readonly version: string
  /** Whether the organization has switched it on, also when it cannot serve now. */
  readonly active: boolean
  readonly status: ModuleStatus
  readonly reason: string | null
  readonly requires: string[]
  /** Modules it works with where they are on. */
  readonly optional: string[]
  /** What it brings: the titles of what it keeps. */
  readonly offers: LocalizedText[]
  /** Why the organization's plan does not allow switching it on; null when it does. */
  readonly planRefusal: string | null
  /** The modules that require it. */
  readonly dependents: string[]
  readonly conflicts: string[]
  readonly hasSettings: boolean
}

export interface ListDependencies extends CatalogDependencies {
  readonly registry: Pick<Registry, 'manifests' | 'quarantines' | 'plugin'>
  readonly entitlements: SwitchDependencies['entitlements']
}

/** Every module the platform knows, with its state in one organization. */
export async function listModules(
  dependencies: ListDependencies,
  organizationId: string,
): Promise<ModuleView[]> {
  const [catalog, rows] = await Promise.all([
    readCatalog(dependencies),
    dependencies.platform.inOrganization<{ module_id: string }>(
      organizationId,
      'select module_id from platform.organization_modules where active and organization_id = $1',
      [organizationId],
    ),
  ])
  const on = new Set(rows.map(({ module_id: id }) => id))
  const questions = await dependencies.entitlements(organizationId)
  const modules = [...catalog.keys()]
    .map((id) => view(dependencies, catalog, on, id))
    .filter((module) => module !== undefined)
  return Promise.all(
    modules.map(async (module) => ({ ...module, planRefusal: await firstRefusal(questions, module) })),
  )
}

/** @throws not-found `module_unknown` */
export async function getModule(
  dependencies: ListDependencies,
  organizationId: string,
  moduleId: string,
): Promise<ModuleView> {
  const module = (await listModules(dependencies, organizationId)).find(({ id }) => id === moduleId)
  if (module) return module
  throw notFound(
    'module_unknown',
    `There is no module "${moduleId}" on this platform; GET /api/v1/modules lists those there are.`,
  )
}

/** What is on stays on, whatever the plan says. */
async function firstRefusal(
  questions: readonly EntitlementQuestion[],
  { id, active }: Pick<ModuleView, 'id' | 'active'>,
): Promise<string | null> {
  if (active) return null
  for (const question of questions) {
    const reason = await question.refuse(id)
    if (reason !== null) return reason
  }
  return null
}

function view(
  { registry }: ListDependencies,
  catalog: ModuleCatalog,
  on: ReadonlySet<string>,
  id: string,
): Omit<ModuleView, 'planRefusal'> | undefined {
  const known = catalog.get(id)
  if (!known) return undefined
  const { name, description, icon, category, version, requires, optional, conflicts, permissions } =
    known.manifest
  return {
    id,
    name,
    description,
    icon,
    category,
    version,
    active: on.has(id),
    status: known.status,
    reason: known.reason,
    requires: Object.keys(requires),
    optional: Object.keys(optional),
    offers: permissions.map(({ title }) => title),
    dependents: [...catalog.values()]
      .filter(({ manifest }) => id in manifest.requires)
      .map(({ manifest }) => manifest.id),
    conflicts: Object.keys(conflicts),
    hasSettings: registry.plugin(id)?.definition.settings !== undefined,
  }
}
