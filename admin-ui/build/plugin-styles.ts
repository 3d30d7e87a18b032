import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { compile, optimize } from '@tailwindcss/node'
import { Scanner } from '@tailwindcss/oxide'

const require = createRequire(import.meta.url)

const classesIn = (base: string): string[] =>
  new Scanner({ sources: [{ base, pattern: '**/*', negated: false }] }).scan()

/**
 * The Tailwind classes of a plugin's pages, as far as the kit does not use them itself (those stand in the shell's
 * style sheet). They hold inside the plugin's own elements only, so no plugin changes how another one looks.
 */
export async function pluginStyles(pages: string, plugin: string, kit: string): Promise<string> {
  const known = new Set(classesIn(kit))
  const own = classesIn(pages).filter((name) => !known.has(name))
  const source = `
    @reference '${require.resolve('tailwindcss/index.css')}';
    @reference '${kit}/styles/theme.css';
    @layer utilities { @scope ([data-plugin='${plugin}']) { @tailwind utilities; } }`
  const compiler = await compile(source, { base: dirname(kit), onDependency: () => undefined })
  return optimize(compiler.build(own), { minify: true }).code
}
