import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pluginSource } from '../../plugins/plugin-source.ts'
import { identifyPlugins } from '../../plugins/plugin-sources.ts'
import { listedPlugins } from '../../plugins/listed-plugins.ts'
import { versionsDiffer } from '../../plugins/versions-differ.ts'
import { StartError } from '../../start-error.ts'
import { installPackage } from './npm.ts'
import { changePluginList, readPluginList } from './plugin-list.ts'

/**
 * Adds a plugin to the deployment in `directory`: a folder is named where it lies, a tarball or a package is installed.
 * @returns its id, and a sentence where its package says another version than its plugin.json
 * @throws StartError `plugin_not_found`, `not_a_plugin`, `plugin_listed_already`, `plugin_built_in` or `plugin_not_installed`
 */
export async function addPlugin(
  directory: string,
  what: string,
): Promise<{ id: string; differ: string | undefined }> {
  const entry = entryOf(directory, what)
  const path = join(directory, 'wasla.plugins.json')
  const [plugin] = await identifyPlugins([pluginSource(entry, path)])
  if (plugin === undefined) {
    throw new StartError(
      'not_a_plugin',
      `${what} has no readable plugin.json at its root, so it is no plugin; "wasla create-plugin" writes one.`,
    )
  }
  const others = await identifyPlugins([
    ...listedPlugins,
    ...(await readPluginList(directory)).plugins.map((name) => pluginSource(name, path)),
  ])
  const same = others.find(({ id }) => id === plugin.id)
  if (same !== undefined) {
    const builtIn = (await identifyPlugins(listedPlugins)).some(({ id }) => id === plugin.id)
    throw builtIn
      ? new StartError(
          'plugin_built_in',
          `Every deployment has a module "${plugin.id}" already, so another one cannot take its id; choose another id in its plugin.json.`,
        )
      : new StartError(
          'plugin_listed_already',
          `wasla.plugins.json lists "${plugin.id}" already (${same.directory}); remove that one first, or just restart the host.`,
        )
  }
  await changePluginList(directory, (plugins) => [...plugins, entry])
  return { id: plugin.id, differ: await versionsDiffer(plugin.directory) }
}

function entryOf(directory: string, what: string): string {
  const path = resolve(directory, what)
  const isTarball = /\.(tgz|tar\.gz)$/.test(what)
  const looksLikePath = isTarball || isAbsolute(what) || /^\.\.?([\\/]|$)/.test(what)
  if (looksLikePath && !existsSync(path)) {
    throw new StartError(
      'plugin_not_found',
      `There is nothing at ${path}; name a folder, a tarball (.tgz) or a package.`,
    )
  }
  if (isTarball) return installPackage(directory, path)
  if (existsSync(path) && statSync(path).isDirectory() && existsSync(join(path, 'plugin.json'))) {
    const there = relative(directory, path).replaceAll(sep, '/')
    return there.startsWith('.') ? there : `./${there}`
  }
  if (looksLikePath)
    throw new StartError(
      'not_a_plugin',
      `${path} has no plugin.json, so it is no plugin; "wasla create-plugin" writes one.`,
    )
  return installPackage(directory, what)
}
