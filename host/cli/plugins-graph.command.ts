import type { Command } from 'commander'
import { pluginSources } from '../plugins/plugin-sources.ts'

/** `wasla plugins graph [file]` */
export function addPluginsGraph(plugins: Command): void {
  plugins
    .command('graph')
    .description('draw what connects the modules, as an SVG: dependencies, events, hooks, extensions, slots')
    .argument('[file]', 'where to write it; without it, to the terminal')
    .action(async (file: string | undefined) => {
      const [{ createLogger, loadPlugins }, { pluginMap }, { slotEdges }, { drawMap }, { writeMap }] =
        await Promise.all([
          import('@wasla/core'),
          import('../authoring/graph/plugin-map.ts'),
          import('../authoring/graph/admin-slots.ts'),
          import('../authoring/graph/draw-map.ts'),
          import('../authoring/graph/write-map.ts'),
        ])
      const registry = await loadPlugins({
        sources: await pluginSources(),
        environment: process.env,
        log: createLogger({ level: 'silent' }),
      })
      const map = pluginMap(registry)
      const svg = drawMap({ ...map, edges: [...map.edges, ...slotEdges(registry.plugins)] })
      if (file === undefined) return void process.stdout.write(svg)
      await writeMap(file, svg)
      console.log(`Drew ${map.nodes.length} modules to ${file}.`)
    })
}
