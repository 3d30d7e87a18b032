import semver from 'semver'
import type { Manifest } from '@wasla/sdk'
import { KernelError } from './kernel-error.ts'

export interface Resolution {
  /** Ids, each after everything it requires or extends. */
  readonly order: readonly string[]
  readonly refused: ReadonlyMap<string, KernelError>
}

/**
 * Puts modules in order of dependency and names those that cannot be: a requirement that is missing or
 * of a wrong version, a cycle. A module that requires a refused one is left to the registry, which refuses it too.
 */
export function resolveOrder(manifests: ReadonlyMap<string, Manifest>): Resolution {
  const refused = new Map<string, KernelError>()
  for (const manifest of manifests.values()) {
    const error = unmetRequirement(manifest, manifests)
    if (error !== undefined) refused.set(manifest.id, error)
  }
  const order: string[] = []
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id) || refused.has(id)) return
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id]
      for (const member of new Set(cycle)) refused.set(member, cycleError(member, cycle))
      return
    }
    for (const dependency of dependenciesOf(manifests, id)) visit(dependency, [...path, id])
    if (refused.has(id)) return
    done.add(id)
    order.push(id)
  }
  for (const id of [...manifests.keys()].sort()) visit(id, [])
  return { order, refused }
}

function dependenciesOf(manifests: ReadonlyMap<string, Manifest>, id: string): string[] {
  const manifest = manifests.get(id)
  if (manifest === undefined) return []
  return [...Object.keys(manifest.requires), ...Object.keys(manifest.optional)]
    .filter((name) => manifests.has(name))
    .sort()
}

function unmetRequirement(
  manifest: Manifest,
  manifests: ReadonlyMap<string, Manifest>,
): KernelError | undefined {
  for (const [id, range] of Object.entries({ ...manifest.optional, ...manifest.requires })) {
    const found = manifests.get(id)
    if (found === undefined) {
      if (id in manifest.optional) continue
      return new KernelError(
        'resolve',
        'dependency_missing',
        `"${manifest.id}" requires "${id}" ${range}, which is not installed; install it or remove "${manifest.id}".`,
      )
    }
    if (semver.validRange(range) === null) {
      return new KernelError(
        'resolve',
        'range_invalid',
        `"${manifest.id}" asks for "${id}" in the range "${range}", which is not a semver range; mend its plugin.json.`,
      )
    }
    if (!semver.satisfies(found.version, range, { includePrerelease: true })) {
      return new KernelError(
        'resolve',
        'dependency_incompatible',
        `"${manifest.id}" needs "${id}" ${range}, and ${found.version} is installed; install versions that fit.`,
      )
    }
  }
  return undefined
}

function cycleError(id: string, cycle: readonly string[]): KernelError {
  return new KernelError(
    'resolve',
    'dependency_cycle',
    `"${id}" stands in a circle of dependencies (${cycle.join(' → ')}), so none of them can come first; one of them must let go of the next, for instance by listening to its events.`,
  )
}
