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
    if (manifest.files?.includes('dist')) compilePackage(root, folder, join(stage, 'dist'))
    const kept = ['README.md', 'LICENSE', 'CHANGELOG.md', ...(manifest.files ?? [])]
    for (const entry of kept.filter((name) => name !== 'dist')) {
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

function tarballOf(folder: string, destination: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest
  const [tarball] = globSync(`${name.replace('@', '').replace('/', '-')}-${version}.tgz`, {
    cwd: destination,
  })
  if (!tarball) throw new Error(`npm pack left no tarball of ${name} in ${destination}.`)
  return join(destination, tarball)
}
