import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packPackages } from './pack-packages.ts'

/** A package that is published, as Lerna lists it. */
interface PublicPackage {
  readonly name: string
  readonly location: string
}

/** Packs all public packages into `destination`. @returns the tarballs */
export function packWorkspace(root: string, destination: string): Promise<string[]> {
  const folders = publicPackages(root).map(({ location }) => location)
  return packPackages(root, folders, destination)
}

export function publicPackages(root: string): PublicPackage[] {
  const lerna = join(root, 'node_modules/lerna/dist/cli.js')
  const list = execFileSync(process.execPath, [lerna, 'ls', '--json', '--loglevel=silent'], {
    cwd: root,
    encoding: 'utf8',
  })
  return JSON.parse(list) as PublicPackage[]
}
