import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The sections of `definePlugin` of which the guide shows no code that runs. */
export function sectionsWithoutExample(root: string): string[] {
  const definition = readFileSync(join(root, 'sdk/plugin/define-plugin.ts'), 'utf8')
  const [body = ''] = /interface PluginDefinition[\s\S]*?^}/m.exec(definition) ?? []
  const sections = [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name as string)
  const parts = readFileSync(join(root, 'docs/guide/define-plugin.md'), 'utf8').split(/^## /m)
  return sections.filter(
    (section) =>
      !parts.some(
        (part) =>
          part.split('\n')[0]?.split(/[ ,]+/).includes(section) && /^```\w+ [\w./-]+\.\w+$/m.test(part),
      ),
  )
}
