import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { findLibraries, LEFT_ALONE, type Library } from './find-libraries.ts'
import { libraryBundle } from './library-bundle.ts'

/** Drivers of other databases, which Kysely and MikroORM import when somebody asks for them, and what is native. */
const OPTIONAL = /^(pg-native|better-sqlite3|mysql2|tedious|mariadb|oracledb|sqlite3|mongodb|libsql)$|\.node$/

/** Each entry is drafted under a name of its own and loads the library's file by its path. */
const DRAFT = 'library:'

/**
 * Joins the libraries that a start imports into a few files beside what npm installed.
 * @returns how many there are, or undefined where npm did not install them: nothing would tell when the bundle is stale
 */
export async function bundleLibraries(bundle = libraryBundle()): Promise<number | undefined> {
  if (bundle === undefined) return undefined
  const entries = new Map<string, Library>()
  for (const library of await findLibraries())
    entries.set(relative(bundle.modules, library.file).replaceAll(/\W+/g, '-'), library)
  const draft = `${bundle.home}-${process.pid}`
  try {
    await write(entries, draft)
    // A bundle that cannot be loaded would keep the host from starting.
    for (const name of entries.keys()) await import(pathToFileURL(join(draft, `${name}.mjs`)).href)
    const manifest = [...entries].map(([name, { file }]) => [relative(bundle.modules, file), `${name}.mjs`])
    await writeFile(join(draft, 'manifest.json'), JSON.stringify(Object.fromEntries(manifest), null, 2))
    await rm(bundle.home, { recursive: true, force: true })
    await mkdir(bundle.home, { recursive: true })
    await rename(draft, bundle.directory)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return entries.size
}

async function write(entries: ReadonlyMap<string, Library>, directory: string): Promise<void> {
  const build = await rolldown({
    input: Object.fromEntries([...entries.keys()].map((name) => [name, DRAFT + name])),
    platform: 'node',
    external: [OPTIONAL, ...LEFT_ALONE],
    plugins: [
      {
        name: 'library-entries',
        resolveId: (id) => (id.startsWith(DRAFT) ? id : undefined),
        load: (id) => {
          const library = id.startsWith(DRAFT) ? entries.get(id.slice(DRAFT.length)) : undefined
          return library && { code: entryCode(library), moduleType: 'js' }
        },
      },
    ],
    // A library may do something when it is loaded.
    treeshake: false,
    logLevel: 'silent',
  })
  await build.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[hash].mjs',
  })
  await build.close()
}

function entryCode({ file, names, commonJs }: Library): string {
  const path = JSON.stringify(file)
  const named = names.filter((name) => name !== 'default')
  if (commonJs)
    return [
      `import library from ${path}`,
      'export default library',
      ...named.map(
        (name, index) =>
          `const x${index} = library[${JSON.stringify(name)}]\nexport { x${index} as ${name} }`,
      ),
    ].join('\n')
  return [
    `export * from ${path}`,
    ...(names.includes('default') ? [`export { default } from ${path}`] : []),
  ].join('\n')
}
