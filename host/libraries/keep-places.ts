import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'

/** Code that looks for files beside itself goes on to look where it lay before it was bundled. */
export const keepPlaces: Plugin = {
  name: 'keep-places',
  transform(code, id) {
    if (!/\b__(dirname|filename)\b|\bimport\.meta\.(dirname|filename|url)\b/.test(code)) return undefined
    const places: Readonly<Record<string, string>> = {
      __dirname: dirname(id),
      __filename: id,
      'import.meta.dirname': dirname(id),
      'import.meta.filename': id,
      'import.meta.url': pathToFileURL(id).href,
    }
    return code.replaceAll(
      /(?<![\w$.])(__dirname|__filename|import\.meta\.(?:dirname|filename|url))\b/g,
      (name) => JSON.stringify(places[name]),
    )
  },
}
