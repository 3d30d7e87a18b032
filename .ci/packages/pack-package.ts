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
import { join } from 'node:path'
import { compilePackage } from './compile-package.ts'
import { publishedManifest } from './published-manifest.ts'
import type { PackageManifest } from './published-manifest.ts'

/** Packs the package in `folder` into `destination` and returns the tarball's path; nothing is written into the folder. */
export function packPackage(root: string, folder: string, destination: string): string {
  const stage = mkdtempSync(join(tmpdir(), 'wasla-pack-'))
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest
    const parts = compiledParts(manifest, folder)
    for (const part of parts) compilePart(root, folder, part, stage)
    const kept = ['README.md', 'LICENSE', 'CHANGELOG.md', ...(manifest.files ?? [])]
    for (const entry of kept.filter((name) => !parts.some(({ output }) => output === name))) {
      // What a package publishes may lie at the root, as the templates do.
      const places = manifest.files?.includes(entry) ? [folder, root] : [folder]
      const source = places.map((place) => join(place, entry)).find((path) => existsSync(path))
      if (source !== undefined) cpSync(source, join(stage, entry), { recursive: true })
    }
    writeFileSync(join(stage, 'package.json'), JSON.stringify(publishedManifest(manifest), null, 2))
    mkdirSync(destination, { recursive: true })
    const npm = ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination]
    execFileSync('npm', npm, { cwd: stage, stdio: ['ignore', 'pipe', 'inherit'] })
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
  return tarballOf(folder, destination)
}

interface CompiledPart {
  /** Below the package's folder. */
  readonly source: string
  /** Below the tarball's root. */
  readonly output: string
  /** Runs in a browser: JSX and the DOM. */
  readonly browser?: boolean
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

function compilePart(
  root: string,
  folder: string,
  { source, output, browser }: CompiledPart,
  stage: string,
): void {
  const from = join(folder, source)
  compilePackage(root, from, join(stage, output), { browser })
  if (!browser) return
  for (const style of globSync('**/*.css', { cwd: from }))
    cpSync(join(from, style), join(stage, output, style))
}

function tarballOf(folder: string, destination: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest
  const [tarball] = globSync(`${name.replace('@', '').replace('/', '-')}-${version}.tgz`, {
    cwd: destination,
  })
  if (!tarball) throw new Error(`npm pack left no tarball of ${name} in ${destination}.`)
  return join(destination, tarball)
}
