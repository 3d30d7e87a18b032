import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StartError } from '../start-error.ts'
import { pluginSource, type PluginSource } from './plugin-source.ts'

const fileName = 'wasla.plugins.json'

const pluginList = z.strictObject({
  $schema: z.string().optional(),
  /** Package names, or paths relative to the file. */
  plugins: z.array(z.string().min(1)),
})

/**
 * The plugins that a deployment adds in `wasla.plugins.json` of its working directory; without the file, none.
 *
 * @throws StartError `invalid_plugin_list`
 */
export async function deploymentPlugins(directory: string): Promise<PluginSource[]> {
  const path = join(directory, fileName)
  try {
    const { plugins } = pluginList.parse(JSON.parse(await readFile(path, 'utf8')))
    return plugins.map((name) => pluginSource(name, path))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    const problem =
      cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll(/\s*\n\s*/g, ' ') : String(cause)
    throw new StartError(
      'invalid_plugin_list',
      `The list of plugins in ${path} cannot be used (${problem}); write for example {"plugins": ["@example/wasla-plugin-loyalty", "./my-plugin"]}.`,
      { cause },
    )
  }
}
