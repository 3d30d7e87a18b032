import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `wasla.plugins.json` of a deployment, as far as it is changed here. */
interface PluginList {
  readonly $schema?: string
  readonly plugins: readonly string[]
}

export async function readPluginList(directory: string): Promise<PluginList> {
  try {
    return JSON.parse(await readFile(join(directory, 'wasla.plugins.json'), 'utf8')) as PluginList
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { plugins: [] }
    throw error
  }
}

/** Put in place in one step, so that a host which starts meanwhile reads the old list or the new one. */
export async function changePluginList(
  directory: string,
  change: (plugins: readonly string[]) => readonly string[],
): Promise<void> {
  const list = await readPluginList(directory)
  const path = join(directory, 'wasla.plugins.json')
  await writeFile(`${path}.new`, `${JSON.stringify({ ...list, plugins: change(list.plugins) }, null, 2)}\n`)
  await rename(`${path}.new`, path)
}
