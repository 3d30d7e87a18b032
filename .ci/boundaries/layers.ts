/** Where a module lies in the repository; the folder decides what it may import. */
export interface Layer {
  kind: 'sdk' | 'core' | 'migrations' | 'host' | 'admin-ui' | 'plugin' | 'tooling'
  /** Folder of the package, relative to the root; '' for the root itself. */
  folder: string
  /** Package name, e.g. `@wasla/plugin-crm`; tooling has none. */
  package?: string
  /** Id of the plugin, when it is one. */
  plugin?: string
}

const packages = new Set(['sdk', 'core', 'migrations', 'host', 'admin-ui'] as const)
const tooling = new Set(['e2e', 'bench', 'examples', 'deploy', 'templates', '.ci', 'docs'])

/** The layer of a file, or `undefined` for a folder that nobody gave a place yet. */
export function layerOf(file: string): Layer | undefined {
  const [top = '', second] = file.split('/')
  if (second === undefined) return { kind: 'tooling', folder: '' }
  if (top === 'plugins')
    return { kind: 'plugin', folder: `plugins/${second}`, package: `@wasla/plugin-${second}`, plugin: second }
  for (const kind of packages) if (kind === top) return { kind, folder: kind, package: `@wasla/${kind}` }
  return tooling.has(top) ? { kind: 'tooling', folder: top } : undefined
}
