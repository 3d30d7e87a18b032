import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Rolldown } from 'vite'
import { compressFiles } from './compress-files.ts'
import { pluginStyles } from './plugin-styles.ts'
import { sharedLibraries } from './shared-libraries.ts'

export interface PluginAdminBuild {
  /** Holds `plugin.json` and `admin/index.tsx`. */
  readonly directory: string
  /** The sources of `@wasla/sdk/admin`; those of this repository when it is left out. */
  readonly kit?: string
}

/** The sources of the kit in this repository, what was made of them in an installed package. */
const KIT = dirname(createRequire(import.meta.url).resolve('@wasla/sdk/admin'))
const shared = new Set<string>(sharedLibraries)

/**
 * Builds a plugin's pages into `dist-admin/`: modules, a style sheet, and the `manifest.json` by which a host finds
 * them. The shared libraries stay external, so a page uses the shell's React, router, queries, texts and kit.
 * @returns whether the plugin has pages
 */
export async function buildPluginAdmin({ directory, kit = KIT }: PluginAdminBuild): Promise<boolean> {
  const pages = join(directory, 'admin')
  const entry = join(pages, 'index.tsx')
  if (!existsSync(entry)) return false
  const { id } = JSON.parse(await readFile(join(directory, 'plugin.json'), 'utf8')) as { id: string }
  const output = join(directory, 'dist-admin')
  await rm(output, { recursive: true, force: true })
  await mkdir(output, { recursive: true })

  const result = (await inProduction(() =>
    build({
      configFile: false,
      root: directory,
      base: './',
      logLevel: 'warn',
      plugins: [react()],
      resolve: { conditions: ['wasla-source', 'module', 'browser', 'production'] },
      build: {
        target: 'es2023',
        outDir: output,
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: {
          input: entry,
          external: (name) => shared.has(name),
          preserveEntrySignatures: 'strict',
          output: {
            entryFileNames: 'admin-[hash].js',
            chunkFileNames: '[name]-[hash].js',
            assetFileNames: '[name]-[hash][extname]',
          },
        },
      },
    }),
  )) as Rolldown.RolldownOutput

  const css = await pluginStyles(pages, id, kit)
  const utilities = `utilities-${createHash('sha256').update(css).digest('hex').slice(0, 8)}.css`
  await writeFile(join(output, utilities), css)
  const main = result.output.find((file) => file.type === 'chunk' && file.isEntry)
  if (main === undefined)
    throw new Error(`The pages of "${id}" have no entry; admin/index.tsx must export "admin".`)
  const styles = [
    utilities,
    ...result.output.filter(({ fileName }) => fileName.endsWith('.css')).map(({ fileName }) => fileName),
  ]
  await writeFile(
    join(output, 'manifest.json'),
    `${JSON.stringify({ entry: main.fileName, styles }, null, 2)}\n`,
  )
  await compressFiles(output)
  return true
}

/** Vite goes by NODE_ENV: in a test's process pages would ask for React's development code, which the shell has not. */
async function inProduction<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}
