import { isPlugin, type Logger, type Manifest, type Plugin } from '@wasla/sdk'
import { runAs } from './attribution.ts'
import { checkSections } from './check-sections.ts'
import { KernelError, messageOf } from './kernel-error.ts'
import type { LoadedPlugin, PluginSource } from './module.ts'
import { importFailure } from './import-failure.ts'
import { readConfig } from './read-config.ts'
import { readManifest } from './read-manifest.ts'
import { Registry } from './registry.ts'
import { resolveOrder } from './resolve-order.ts'

export interface LoadOptions {
  readonly sources: readonly PluginSource[]
  readonly environment: NodeJS.ProcessEnv
  readonly log: Logger
  /** Milliseconds a plugin's code may take to import. */
  readonly timeLimit?: number
  /** The contract this host speaks; it serves the one before, too. Default: the SDK's. */
  readonly contract?: number
}

/**
 * Reads the manifests, orders them, imports the code and checks what it declares. A plugin that does not hold
 * up is quarantined with its phase and reason; the others are loaded.
 */
export async function loadPlugins(options: LoadOptions): Promise<Registry> {
  const registry = new Registry(({ plugin, phase, code, reason }) =>
    options.log.error({ plugin, phase, code }, reason),
  )
  const sources = await readManifests(options, registry)
  const { order, refused } = resolveOrder(registry.manifests)
  registry.quarantineAll(
    [...refused].map(([plugin, { phase, code, message }]) => ({ plugin, phase, code, reason: message })),
  )
  // Imports may run side by side; what they declare is checked one after the other, in order of dependency.
  const definitions = await Promise.all(order.map((id) => importOne(registry, id, sources.get(id), options)))
  order.forEach((id, index) => {
    const definition = definitions[index]
    const manifest = registry.manifests.get(id)
    const source = sources.get(id)
    if (
      definition === undefined ||
      manifest === undefined ||
      source === undefined ||
      registry.quarantines.has(id)
    )
      return
    attempt(registry, id, () => {
      const plugin = toLoadedPlugin(manifest, source, definition, options.environment)
      runAs(id, () => definition.lifecycle?.register?.())
      checkSections(plugin, registry.plugins)
      registry.addPlugin(plugin)
    })
  })
  return registry
}

async function readManifests(
  { sources, contract }: LoadOptions,
  registry: Registry,
): Promise<Map<string, PluginSource>> {
  const byId = new Map<string, PluginSource>()
  for (const source of sources) {
    const fallbackId = source.directory.split(/[\\/]/).filter(Boolean).at(-1) ?? source.directory
    try {
      const manifest = await readManifest(source.directory, contract)
      if (byId.has(manifest.id)) {
        registry.quarantine(
          `${manifest.id} (${source.directory})`,
          'manifest',
          'id_taken',
          `${source.directory} claims the id "${manifest.id}", which ${byId.get(manifest.id)?.directory} already has; remove one of them.`,
        )
        continue
      }
      byId.set(manifest.id, source)
      registry.addManifest(manifest)
    } catch (error) {
      quarantineFrom(registry, fallbackId, error)
    }
  }
  return byId
}

async function importOne(
  registry: Registry,
  id: string,
  source: PluginSource | undefined,
  options: LoadOptions,
): Promise<Plugin | undefined> {
  if (source === undefined) return undefined
  try {
    const module = await withTimeLimit(
      runAs(id, () => source.load()),
      options.timeLimit ?? 10_000,
      id,
    )
    const candidates = [...new Set(Object.values(module))].filter(isPlugin)
    if (candidates.length === 1) return candidates[0]
    throw new KernelError(
      'load',
      'plugin_not_exported',
      `The package of "${id}" exports ${candidates.length} plugins; it must export exactly one made by definePlugin().`,
    )
  } catch (error) {
    quarantineFrom(
      registry,
      id,
      error instanceof KernelError ? error : importFailure(id, error, source.directory),
    )
    return undefined
  }
}

function withTimeLimit<Result>(work: Promise<Result>, milliseconds: number, id: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new KernelError(
          'load',
          'import_hangs',
          `The code of "${id}" did not finish loading within ${milliseconds / 1000} s; it must not wait for anything at its top level.`,
        ),
      )
    }, milliseconds)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

function toLoadedPlugin(
  manifest: Manifest,
  source: PluginSource,
  definition: Plugin,
  environment: NodeJS.ProcessEnv,
): LoadedPlugin {
  const schema = manifest.id.replaceAll('-', '_')
  return {
    id: manifest.id,
    manifest,
    directory: source.directory,
    definition,
    config: readConfig(manifest.id, definition, environment),
    schema,
    role: `wasla_plugin_${schema}`,
    prefix: manifest.routePrefix ?? `/${manifest.id}`,
  }
}

function attempt(registry: Registry, id: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    quarantineFrom(registry, id, error)
  }
}

function quarantineFrom(registry: Registry, id: string, error: unknown): void {
  if (error instanceof KernelError) registry.quarantine(id, error.phase, error.code, error.message)
  else
    registry.quarantine(
      id,
      'register',
      'register_threw',
      `"${id}" threw while it registered: ${messageOf(error)}.`,
    )
}
