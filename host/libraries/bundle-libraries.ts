import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { findLibraries, LEFT_ALONE, type Library, platformFolders } from './find-libraries.ts'
import { lazyFetch } from './lazy-fetch.ts'
import { keepPlaces } from './keep-places.ts'
import { type BundleManifest, digestOf, libraryBundle, stampOf } from './library-bundle.ts'

/** Drivers of other databases, which Kysely and MikroORM import when somebody asks for them, and what is native. */
const OPTIONAL = /^(pg-native|better-sqlite3|mysql2|tedious|mariadb|oracledb|sqlite3|mongodb|libsql)$|\.node$/
/** Each entry is drafted under a name of its own and loads the library's file by its path. */
const DRAFT = 'library:'

/**
 * Joins the libraries that a start imports, and the platform's own packages, into a few files beside what npm installed.
 * @returns how many there are, or undefined where npm did not install them: nothing would tell when the bundle is stale
 */
export async function bundleLibraries(bundle = libraryBundle()): Promise<number | undefined> {
  if (bundle === undefined) return undefined
  const entries = new Map<string, Library>()
  for (const library of await findLibraries())
    entries.set(relative(bundle.modules, library.file).replaceAll(/\W+/g, '-'), library)
  const draft = `${bundle.home}-${process.pid}`
  try {
    const files = await write(entries, draft)
    // A bundle that cannot be loaded would keep the host from starting.
    for (const name of entries.keys()) await import(pathToFileURL(join(draft, `${name}.mjs`)).href)
    await writeFile(
      join(draft, 'manifest.json'),
      JSON.stringify(describe(bundle.modules, entries, files), null, 2),
    )
    await rm(bundle.home, { recursive: true, force: true })
    await mkdir(bundle.home, { recursive: true })
    await rename(draft, bundle.directory)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return entries.size
}

function describe(
  modules: string,
  entries: ReadonlyMap<string, Library>,
  files: readonly string[],
): BundleManifest {
  const isLinked = (file: string): boolean =>
    !file.split(sep).includes('node_modules') && platformFolders().some((folder) => file.startsWith(folder))
  const twins = (linked: boolean) =>
    Object.fromEntries(
      [...entries]
        .filter(([, { file }]) => isLinked(file) === linked)
        .map(([name, { file }]) => [relative(modules, file), `${name}.mjs`]),
    )
  const joined = files
    .filter(isLinked)
    .map((file) => relative(modules, file))
    .sort()
  return {
    libraries: twins(false),
    workingCopy: {
      twins: twins(true),
      files: joined,
      stamp: stampOf(modules, joined),
      digest: digestOf(modules, joined),
    },
  }
}

/** @returns every file that went into the bundle */
async function write(entries: ReadonlyMap<string, Library>, directory: string): Promise<string[]> {
  const build = await rolldown({
    input: Object.fromEntries([...entries.keys()].map((name) => [name, DRAFT + name])),
    platform: 'node',
    // As this process found the platform's packages: sources of a working copy, or what was installed.
    resolve: { conditionNames: [...sourceCondition(entries), 'node', 'default'] },
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
      keepPlaces,
      lazyFetch,
    ],
    // A library may do something when it is loaded.
    treeshake: false,
    logLevel: 'silent',
  })
  const { output } = await build.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[hash].mjs',
  })
  await build.close()
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
}

function sourceCondition(entries: ReadonlyMap<string, Library>): string[] {
  return [...entries.values()].some(({ file }) => file.endsWith('.ts')) ? ['wasla-source'] : []
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
