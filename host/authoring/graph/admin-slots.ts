import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MapEdge } from './plugin-map.ts'

/** Slots that a plugin's pages fill, read from their sources: pages run in a browser and cannot be loaded here. */
export function slotEdges(
  plugins: readonly { readonly id: string; readonly directory: string }[],
): MapEdge[] {
  return plugins
    .flatMap(({ id, directory }) => {
      const files = globSync(['admin/**/*.{ts,tsx}', 'dist-admin/*.js'], { cwd: directory })
      const text = files.map((file) => readFileSync(join(directory, file), 'utf8')).join('\n')
      const slots = new Set(
        [...text.matchAll(/\bslot:\s*['"`]([\w.-]+\/v\d+)['"`]/g)].map(([, name]) => name as string),
      )
      return [...slots].map(
        (name): MapEdge => ({ from: id, to: name.split('.')[0] ?? name, kind: 'slot', label: name }),
      )
    })
    .filter(({ from, to }) => from !== to)
}
