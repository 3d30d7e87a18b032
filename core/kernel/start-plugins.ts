import type { Logger } from '@wasla/sdk'
import { runAs } from './attribution.ts'
import { messageOf } from './kernel-error.ts'
import type { LoadedPlugin } from './module.ts'
import type { Registry } from './registry.ts'

export interface StartOptions {
  readonly registry: Registry
  readonly log: (plugin: string) => Logger
  /** Milliseconds each plugin has. */
  readonly timeLimit: number
}

/** Starts every plugin after those it depends on, side by side where it can. Who throws or hangs is quarantined. */
export async function startPlugins({ registry, log, timeLimit }: StartOptions): Promise<void> {
  const started = new Map<string, Promise<void>>()
  for (const plugin of registry.plugins) {
    const dependencies = [...Object.keys(plugin.manifest.requires), ...Object.keys(plugin.manifest.optional)]
    started.set(
      plugin.id,
      Promise.all(dependencies.map((id) => started.get(id))).then(async () => {
        if (registry.plugin(plugin.id) === undefined) return
        await startOne(plugin, registry, log(plugin.id), timeLimit)
      }),
    )
  }
  await Promise.all(started.values())
}

async function startOne(
  plugin: LoadedPlugin,
  registry: Registry,
  log: Logger,
  timeLimit: number,
): Promise<void> {
  const start = plugin.definition.lifecycle?.start
  if (start === undefined) return
  const limit = new AbortController()
  const hangs = new Promise<'hangs'>((resolve) =>
    limit.signal.addEventListener('abort', () => resolve('hangs'), { once: true }),
  )
  const timer = setTimeout(() => limit.abort(), timeLimit)
  try {
    const work = runAs(plugin.id, async () =>
      start({ plugin: plugin.id, config: plugin.config, log, signal: limit.signal }),
    )
    const outcome = await Promise.race([work, hangs])
    if (outcome === 'hangs') {
      registry.quarantine(
        plugin.id,
        'start',
        'start_hangs',
        `"${plugin.id}" did not finish starting within ${timeLimit / 1000} s, so it is left out; its start() waits for something that does not come.`,
      )
    }
  } catch (error) {
    registry.quarantine(
      plugin.id,
      'start',
      'start_threw',
      `"${plugin.id}" threw while it started, so it is left out: ${messageOf(error)}.`,
    )
  } finally {
    clearTimeout(timer)
  }
}

/** Stops plugins in the reverse order, each within the limit; a failure is logged and stops nobody else. */
export async function stopPlugins({ registry, log, timeLimit }: StartOptions): Promise<void> {
  for (const plugin of [...registry.plugins].reverse()) {
    const stop = plugin.definition.lifecycle?.stop
    if (stop === undefined) continue
    const limit = new Promise<void>((resolve) => setTimeout(resolve, timeLimit).unref())
    await Promise.race([runAs(plugin.id, async () => stop()), limit]).catch((error: unknown) => {
      log(plugin.id).error({ err: error }, `"${plugin.id}" threw while it stopped: ${messageOf(error)}`)
    })
  }
}
