import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { identifyPlugins, pluginSources } from '../../plugins/plugin-sources.ts'
import { StartError } from '../../start-error.ts'

/** An event as a subscriber's file imports it. */
export interface ImportedEvent {
  readonly constant: string
  /** As seen from `server/subscribers/`. */
  readonly from: string
}

interface Listener {
  readonly id: string
  readonly directory: string
  /** The modules that its plugin.json names. */
  readonly modules: readonly string[]
}

/**
 * The event of that name, of the plugin itself or of a module it names; without a name, the plugin's own, if it has just one.
 * @throws StartError `event_unknown`
 */
export async function findEvent(plugin: Listener, name: string | undefined): Promise<ImportedEvent> {
  const own = ownEvents(plugin.directory)
  if (name === undefined) {
    const [first] = own.values()
    if (first !== undefined && own.size === 1) return first
    throw unknown(plugin, 'A subscriber listens to one event', own)
  }
  const module = name.split('.', 1)[0] ?? ''
  if (module === plugin.id) {
    const event = own.get(name)
    if (event === undefined) throw unknown(plugin, `"${plugin.id}" has no event "${name}" in contract/`, own)
    return event
  }
  if (!plugin.modules.includes(module))
    throw new StartError(
      'event_unknown',
      `The plugin.json of "${plugin.id}" does not name the module "${module}", so it is told none of its events; name it under "requires" or "optional" first.`,
    )
  const events = await eventsOf(plugin, module)
  const event = events.get(name)
  if (event === undefined) throw unknown(plugin, `"${module}" has no event "${name}" in its contract`, events)
  return event
}

function unknown({ id }: Listener, what: string, known: ReadonlyMap<string, unknown>): StartError {
  const names = [...known.keys()].join(', ')
  return new StartError(
    'event_unknown',
    `${what}; name one with --event${names === '' ? `, or give "${id}" one by "wasla add event"` : `: ${names}`}.`,
  )
}

/** By their names. Read, not run: a plugin that is being written need not hold together. */
export function ownEvents(directory: string): Map<string, ImportedEvent> {
  const files = globSync('contract/*.events.ts', { cwd: directory }).sort()
  return new Map(
    files.flatMap((file) =>
      [
        ...readFileSync(join(directory, file), 'utf8').matchAll(
          /export const (\w+) = defineEvent\([^]*?\bname: '([^']+)'/g,
        ),
      ].map(([, constant = '', name = '']): [string, ImportedEvent] => [
        name,
        { constant, from: `../../${file.replaceAll('\\', '/')}` },
      ]),
    ),
  )
}

async function eventsOf({ directory }: Listener, module: string): Promise<Map<string, ImportedEvent>> {
  const plugins = await identifyPlugins(await pluginSources(directory))
  const folder = plugins.find(({ id }) => id === module)?.directory
  if (folder === undefined) return new Map()
  const require = createRequire(join(folder, 'package.json'))
  const { name } = require('./package.json') as { name: string }
  const from = `${name}/contract`
  const contract = (await import(pathToFileURL(require.resolve(from)).href)) as Record<string, unknown>
  return new Map(
    Object.entries(contract).flatMap(([constant, value]): [string, ImportedEvent][] =>
      isEvent(value) ? [[value.name, { constant, from }]] : [],
    ),
  )
}

function isEvent(value: unknown): value is { name: string } {
  const { name, payload, version } = (value ?? {}) as Record<string, unknown>
  return typeof name === 'string' && typeof version === 'number' && typeof payload === 'object'
}
