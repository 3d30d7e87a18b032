import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger as PinoLogger } from 'pino'
import { z } from 'zod'
import type { LoadedPlugin } from '../kernel/module.ts'

const builtPages = z.object({
  entry: z.string().describe('The module that exports `admin`'),
  styles: z.array(z.string()),
})

/** The built pages of a plugin, by URLs under `/admin/plugins/<id>/`. */
export interface PluginPages {
  readonly directory: string
  readonly entry: string
  readonly styles: readonly string[]
}

/** What `wasla build-admin` left in a plugin; a plugin without pages has none. */
export function readPluginPages({ id, directory }: LoadedPlugin, log: PinoLogger): PluginPages | undefined {
  const pages = join(directory, 'dist-admin')
  let text: string
  try {
    text = readFileSync(join(pages, 'manifest.json'), 'utf8')
  } catch {
    return undefined
  }
  const manifest = builtPages.safeParse(parse(text))
  if (!manifest.success) {
    log.warn(
      { plugin: id },
      `The pages of "${id}" are not listed as this host reads them, so they are not shown; build them again with "wasla build-admin".`,
    )
    return undefined
  }
  const url = (file: string): string => `/admin/plugins/${id}/${file}`
  return { directory: pages, entry: url(manifest.data.entry), styles: manifest.data.styles.map(url) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
