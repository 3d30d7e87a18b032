import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compilePackages, type CompiledFolder } from './compile-packages.ts'
import { publishedManifest } from './published-manifest.ts'
import type { PackageManifest } from './published-manifest.ts'

/** A package on its way into a tarball. */
interface StagedPackage {
  readonly folder: string
  readonly stage: string
  readonly manifest: PackageManifest
  readonly parts: readonly CompiledPart[]
}

interface CompiledPart {
  /** Below the package's folder. */
  readonly source: string
  /** Below the tarball's root. */
  readonly output: string
  /** Runs in a browser: JSX and the DOM. */
  readonly browser?: boolean
}

/** Packs the packages in `folders` into `destination` and returns the tarballs' paths; nothing is written into the folders. */
export async function packPackages(
  root: string,
  folders: readonly string[],
  destination: string,
): Promise<string[]> {
  const work = mkdtempSync(join(tmpdir(), 'wasla-pack-'))
  try {
    const packages = folders.map((folder, index) => stagedPackage(folder, join(work, String(index))))
    const compiled = (browser: boolean): CompiledFolder[] =>
      packages.flatMap(({ folder, stage, parts }) =>
        parts
          .filter((part) => (part.browser === true) === browser)
          .map(({ source, output }) => ({
            folder: join(folder, source),
            destination: join(stage, output),
            partOf: join(stage, dirname(output) === '.' ? output : dirname(output)),
          })),
      )
    await compilePackages(root, compiled(false))
    // A kit for browsers lies inside of what the first run has put in place.
    await compilePackages(root, compiled(true), { browser: true })
    for (const staged of packages) addFiles(root, staged)
    mkdirSync(destination, { recursive: true })
    const stages = packages.map(({ stage }) => stage)
    execFileSync(
      'npm',
      ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination, ...stages],
      { cwd: work, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    return packages.map(({ manifest }) => tarballOf(manifest, destination))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function stagedPackage(folder: string, stage: string): StagedPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest
  return { folder, stage, manifest, parts: compiledParts(manifest, folder) }
}

/** What of a package is compiled: all of it, its kit for pages, or only the tools beside a `dist` that is built already. */
function compiledParts({ files = [], exports }: PackageManifest, folder: string): CompiledPart[] {
  if (files.includes('dist-build')) return [{ source: 'build', output: 'dist-build' }]
  const kit =
    typeof exports === 'object' &&
    exports !== null &&
    './admin' in exports &&
    existsSync(join(folder, 'admin/index.ts'))
  return [
    ...(files.includes('dist') ? [{ source: '.', output: 'dist' }] : []),
    ...(kit ? [{ source: 'admin', output: 'dist/admin', browser: true }] : []),
  ]
}

/** All that is published as it is. */
function addFiles(root: string, { folder, stage, manifest, parts }: StagedPackage): void {
  const kept = ['README.md', 'LICENSE', 'CHANGELOG.md', ...(manifest.files ?? [])]
  for (const entry of kept.filter((name) => !parts.some(({ output }) => output === name))) {
    // What a package publishes may lie at the root, as the templates do.
    const places = manifest.files?.includes(entry) ? [folder, root] : [folder]
    const source = places.map((place) => join(place, entry)).find((path) => existsSync(path))
    if (source !== undefined) cpSync(source, join(stage, entry), { recursive: true })
  }
  for (const { source, output } of parts.filter(({ browser }) => browser)) {
    const from = join(folder, source)
    for (const style of globSync('**/*.css', { cwd: from }))
      cpSync(join(from, style), join(stage, output, style))
  }
  mkdirSync(stage, { recursive: true })
  writeFileSync(join(stage, 'package.json'), JSON.stringify(publishedManifest(manifest), null, 2))
}

function tarballOf({ name, version }: PackageManifest, destination: string): string {
  const tarball = join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  if (!existsSync(tarball)) throw new Error(`npm pack left no tarball of ${name} in ${destination}.`)
  return tarball
}
