import { conflict, notFound } from '@wasla/sdk'
import semver from 'semver'
import type { ModuleCatalog } from './module-catalog.ts'

export interface SwitchRequest {
  readonly moduleId: string
  readonly active: boolean
  /** Switching off: the modules that need it go too. */
  readonly cascade?: boolean
  /** Switching on: the modules it needs come along. */
  readonly withRequirements?: boolean
}

/** What a request comes to. One of the two lists is empty; both are when nothing changes. */
export interface SwitchPlan {
  /** Requirements first. */
  readonly on: readonly string[]
  /** Dependents first. */
  readonly off: readonly string[]
}

/**
 * Decides what switching a module changes, given what is on.
 * @throws not-found `module_unknown`; conflict `module_quarantined`, `requirements_inactive`, `module_conflict`, `active_dependents`
 */
export function planSwitch(
  catalog: ModuleCatalog,
  on: ReadonlySet<string>,
  request: SwitchRequest,
): SwitchPlan {
  if (on.has(request.moduleId) === request.active) {
    if (!request.active && !catalog.has(request.moduleId)) throw unknown(request.moduleId)
    return { on: [], off: [] }
  }
  return request.active
    ? { on: planOn(catalog, on, request), off: [] }
    : { on: [], off: planOff(catalog, on, request) }
}

function planOn(catalog: ModuleCatalog, on: ReadonlySet<string>, request: SwitchRequest): string[] {
  if (!catalog.has(request.moduleId)) throw unknown(request.moduleId)
  const needed = requirementsFirst(catalog, request.moduleId).filter((id) => !on.has(id))
  for (const id of needed) assertReady(catalog, id, request.moduleId)
  const requirements = needed.filter((id) => id !== request.moduleId)
  if (requirements.length > 0 && !request.withRequirements) {
    throw conflict(
      'requirements_inactive',
      `"${request.moduleId}" needs ${list(requirements)}, which ${requirements.length === 1 ? 'is' : 'are'} off; send "withRequirements": true to switch ${requirements.length === 1 ? 'it' : 'them'} on as well.`,
      { extra: { requirements: named(catalog, requirements) } },
    )
  }
  assertNoConflict(catalog, needed, on)
  return needed
}

function planOff(catalog: ModuleCatalog, on: ReadonlySet<string>, request: SwitchRequest): string[] {
  const dependents = dependentsFirst(catalog, on, request.moduleId).filter((id) => id !== request.moduleId)
  if (dependents.length > 0 && !request.cascade) {
    throw conflict(
      'active_dependents',
      `"${request.moduleId}" cannot be switched off because ${list(dependents)} need${dependents.length === 1 ? 's' : ''} it; switch ${dependents.length === 1 ? 'that' : 'those'} off first, or send "cascade": true to switch all of them off.`,
      { extra: { dependents: named(catalog, dependents) } },
    )
  }
  return [...dependents, request.moduleId]
}

/** A module and all it needs, directly or not, each after what it needs itself. */
function requirementsFirst(catalog: ModuleCatalog, moduleId: string): string[] {
  return visit(moduleId, (id) => Object.keys(catalog.get(id)?.manifest.requires ?? {}))
}

/** A module and all active ones that need it, directly or not, each after those that need it. */
function dependentsFirst(catalog: ModuleCatalog, on: ReadonlySet<string>, moduleId: string): string[] {
  return visit(moduleId, (id) =>
    [...on].filter((other) => id in (catalog.get(other)?.manifest.requires ?? {})),
  )
}

// Post-order; a cycle cannot be switched on, but one that is on must not hang here.
function visit(start: string, next: (id: string) => readonly string[]): string[] {
  const seen = new Set<string>()
  const ordered: string[] = []
  const walk = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    next(id).forEach(walk)
    ordered.push(id)
  }
  walk(start)
  return ordered
}

function assertReady(catalog: ModuleCatalog, id: string, wanted: string): void {
  const module = catalog.get(id)
  if (module?.status === 'ready') return
  const reason = module?.reason ?? `"${id}" is not installed.`
  const because = id === wanted ? '' : ` because it needs "${id}"`
  throw conflict('module_quarantined', `"${wanted}" cannot be switched on${because}: ${reason}`, {
    extra: { module: id, reason },
  })
}

function assertNoConflict(catalog: ModuleCatalog, coming: readonly string[], on: ReadonlySet<string>): void {
  for (const id of coming) {
    for (const other of [...on, ...coming]) {
      if (!excludes(catalog, id, other) && !excludes(catalog, other, id)) continue
      throw conflict(
        'module_conflict',
        `"${id}" and "${other}" cannot be active together; switch "${other}" off first if you want "${id}".`,
        { extra: { module: id, conflictsWith: named(catalog, [other]) } },
      )
    }
  }
}

function excludes(catalog: ModuleCatalog, id: string, other: string): boolean {
  const range = catalog.get(id)?.manifest.conflicts[other]
  const version = catalog.get(other)?.manifest.version
  return (
    range !== undefined &&
    version !== undefined &&
    semver.satisfies(version, range, { includePrerelease: true })
  )
}

function unknown(moduleId: string) {
  return notFound(
    'module_unknown',
    `There is no module "${moduleId}" on this platform; GET /api/v1/modules lists those there are.`,
  )
}

function named(catalog: ModuleCatalog, ids: readonly string[]) {
  return ids.map((id) => ({ id, name: catalog.get(id)?.manifest.name ?? { en: id, ar: id } }))
}

function list(ids: readonly string[]): string {
  return ids.map((id) => `"${id}"`).join(', ')
}
