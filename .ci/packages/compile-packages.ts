import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { readModuleImports } from '../source/module-imports.ts'

/** A folder whose modules, tests left out, become JavaScript and declarations in another one. */
export interface CompiledFolder {
  readonly folder: string
  readonly destination: string
  /** The compiled package it is a part of: its types may come from there, while its code is served to browsers alone. */
  readonly partOf?: string
}

const forBrowsers = {
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['esnext', 'dom', 'dom.iterable'],
  jsx: 'react-jsx',
}

/**
 * Compiles the folders in one run of the compiler: packages resolve to each other's sources, so that one run for each
 * would compile most of them many times over.
 */
export async function compilePackages(
  root: string,
  folders: readonly CompiledFolder[],
  { browser = false }: { browser?: boolean } = {},
): Promise<void> {
  if (folders.length === 0) return
  const work = mkdtempSync(join(tmpdir(), 'wasla-compile-'))
  try {
    const project = join(work, 'tsconfig.json')
    const settings = {
      extends: join(import.meta.dirname, 'tsconfig.json'),
      compilerOptions: { ...(browser ? forBrowsers : {}), outDir: join(work, 'out'), rootDir: root },
      // Packages they import are compiled along from their sources, which may lean on ambient declarations.
      include: [
        ...folders.flatMap(({ folder }) => [`${folder}/**/*.ts`, ...(browser ? [`${folder}/**/*.tsx`] : [])]),
        join(root, 'core/**/*.d.ts'),
      ],
      exclude: folders.flatMap(({ folder }) =>
        [
          'node_modules',
          'dist',
          ...(hasPages(folder) ? ['admin'] : []),
          'tests',
          '**/*.spec.ts',
          '**/_*',
        ].map((name) => `${folder}/${name}`),
      ),
    }
    writeFileSync(project, JSON.stringify(settings))
    const names = folders.map(({ folder }) => relative(root, folder)).join(', ')
    await runCompiler(root, project, names)
    for (const { folder, destination, partOf = destination } of folders) {
      mkdirSync(dirname(destination), { recursive: true })
      renameSync(join(work, 'out', relative(root, folder)), destination)
      keepAugmentations(folder, destination)
      refuseImportsFromOutside(destination, '**/*.js', destination)
      refuseMissingModules(destination)
      refuseImportsFromOutside(destination, '**/*.d.ts', partOf)
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Whether `admin/` is for browsers. What is only found by an import from another package may be taken for a library's
 * source, which the compiler does not write down; so all that is a package's own is named to it.
 */
function hasPages(folder: string): boolean {
  return globSync('admin/index.{ts,tsx}', { cwd: folder }).length > 0
}

async function runCompiler(root: string, project: string, names: string): Promise<void> {
  const tsc = spawn(join(root, 'node_modules/.bin/tsc'), ['-p', project], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complained, [status]] = await Promise.all([
    text(tsc.stdout),
    text(tsc.stderr),
    once(tsc, 'close'),
  ])
  if (status !== 0)
    throw new Error(`${names} does not compile, so it cannot be packed:\n${said}${complained}`)
}

/** `import type {} from …` makes augmentations of types known; the compiler leaves it out of declarations. */
function keepAugmentations(folder: string, destination: string): void {
  for (const file of globSync('**/*.d.ts', { cwd: destination })) {
    const module = join(folder, file.replace(/\.d\.ts$/, '.ts'))
    if (!existsSync(module)) continue
    const source = readFileSync(module, 'utf8')
    const imports = [...source.matchAll(/^import type \{\} from ('[^']+')/gm)].map(
      ([, name]) => `import ${name};\n`,
    )
    if (imports.length === 0) continue
    const declarations = readFileSync(join(destination, file), 'utf8')
    writeFileSync(join(destination, file), imports.join('') + declarations)
  }
}

/** The compiler may name an inferred type by a path into a neighbouring package, which does not exist once packed. */
function refuseImportsFromOutside(destination: string, files: string, within: string): void {
  for (const file of globSync(files, { cwd: destination })) {
    const path = join(destination, file)
    for (const { specifier = '' } of readModuleImports(file, readFileSync(path, 'utf8'))) {
      if (!specifier.startsWith('.') || !relative(within, join(path, '..', specifier)).startsWith('..'))
        continue
      throw new Error(
        `The compiled ${file} imports ${specifier}, outside its package; give the exported value an explicit type.`,
      )
    }
  }
}

/** A package of which a module is missing would be found out by who installs it. */
function refuseMissingModules(destination: string): void {
  for (const file of globSync('**/*.js', { cwd: destination })) {
    const path = join(destination, file)
    for (const { specifier = '' } of readModuleImports(file, readFileSync(path, 'utf8'))) {
      if (!/^\..*\.js$/.test(specifier) || existsSync(join(path, '..', specifier))) continue
      throw new Error(
        `The compiled ${file} imports ${specifier}, which the compiler has not written; pack again.`,
      )
    }
  }
}
