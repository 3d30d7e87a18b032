import { spawnSync } from 'node:child_process'
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
import { readModuleImports } from '../source/module-imports.ts'

const forBrowsers = {
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['esnext', 'dom', 'dom.iterable'],
  jsx: 'react-jsx',
}

/** Compiles the modules of the package in `folder`, tests left out, to JavaScript and declarations in `destination`. */
export function compilePackage(
  root: string,
  folder: string,
  destination: string,
  { browser = false }: { browser?: boolean } = {},
): void {
  const work = mkdtempSync(join(tmpdir(), 'wasla-compile-'))
  try {
    const project = join(work, 'tsconfig.json')
    const settings = {
      extends: join(import.meta.dirname, 'tsconfig.json'),
      compilerOptions: { ...(browser ? forBrowsers : {}), outDir: join(work, 'out'), rootDir: root },
      // Packages it imports are compiled along from their sources, which may lean on ambient declarations.
      include: [
        `${folder}/**/*.ts`,
        ...(browser ? [`${folder}/**/*.tsx`] : []),
        join(root, 'core/**/*.d.ts'),
      ],
      exclude: ['node_modules', 'dist', 'admin', 'tests', '**/*.spec.ts', '**/_*'].map(
        (name) => `${folder}/${name}`,
      ),
    }
    writeFileSync(project, JSON.stringify(settings))
    // The packages it imports are compiled along, since they resolve to their sources; only its own part is kept.
    const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' })
    if (tsc.status !== 0)
      throw new Error(`${folder} does not compile, so it cannot be packed:\n${tsc.stdout}${tsc.stderr}`)
    mkdirSync(dirname(destination), { recursive: true })
    renameSync(join(work, 'out', relative(root, folder)), destination)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  keepAugmentations(folder, destination)
  refuseImportsFromOutside(destination)
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
function refuseImportsFromOutside(destination: string): void {
  for (const file of globSync('**/*.{js,d.ts}', { cwd: destination })) {
    for (const { specifier = '' } of readModuleImports(file, readFileSync(join(destination, file), 'utf8'))) {
      if (!specifier.startsWith('.') || !join(file, '..', specifier).startsWith('..')) continue
      throw new Error(
        `The compiled ${file} imports ${specifier}, outside its package; give the exported value an explicit type.`,
      )
    }
  }
}
