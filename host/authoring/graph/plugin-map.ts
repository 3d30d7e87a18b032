import type { Registry } from '@wasla/core'

/** A module on the map. */
export interface MapNode {
  readonly id: string
  readonly title: string
  /** How many steps of dependency lie below it. */
  readonly level: number
  readonly quarantined: boolean
}

/** What leads from one module to another. */
export interface MapEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'requires' | 'optional' | 'event' | 'hook' | 'extension' | 'slot'
  readonly label: string
}

export interface PluginMap {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
}

/** Who needs whom, who listens to whom, who hooks into and adds to whom. */
export function pluginMap(registry: Pick<Registry, 'manifests' | 'plugins' | 'quarantines'>): PluginMap {
  const { manifests, quarantines } = registry
  const levels = new Map<string, number>()
  const levelOf = (id: string, path: readonly string[] = []): number => {
    const manifest = manifests.get(id)
    if (manifest === undefined || path.includes(id)) return 0
    const known = levels.get(id)
    if (known !== undefined) return known
    const below = [...Object.keys(manifest.requires), ...Object.keys(manifest.optional)].map(
      (other) => levelOf(other, [...path, id]) + 1,
    )
    const level = Math.max(0, ...below)
    levels.set(id, level)
    return level
  }
  return {
    nodes: [...manifests.values()].map(({ id, name, version }) => ({
      id,
      title: `${name.en} ${version}`,
      level: levelOf(id),
      quarantined: quarantines.has(id),
    })),
    edges: [...manifests.values()]
      .flatMap((manifest) => [
        ...Object.entries(manifest.requires).map(
          ([to, range]): MapEdge => ({ from: manifest.id, to, kind: 'requires', label: range }),
        ),
        ...Object.entries(manifest.optional).map(
          ([to, range]): MapEdge => ({ from: manifest.id, to, kind: 'optional', label: range }),
        ),
      ])
      .concat(
        registry.plugins
          .flatMap(({ id, definition }) => [
            ...(definition.subscribers ?? []).map(
              ({ event }): MapEdge => ({
                from: ownerOf(event.name),
                to: id,
                kind: 'event',
                label: event.name,
              }),
            ),
            ...(definition.hooks ?? []).map(
              ({ point }): MapEdge => ({
                from: id,
                to: ownerOf(point.name),
                kind: 'hook',
                label: point.name,
              }),
            ),
            ...(definition.contributes ?? []).map(
              ({ point }): MapEdge => ({
                from: id,
                to: ownerOf(point.name),
                kind: 'extension',
                label: point.name,
              }),
            ),
          ])
          .filter(({ from, to }) => from !== to),
      ),
  }
}

function ownerOf(name: string): string {
  return name.split('.')[0] ?? name
}
