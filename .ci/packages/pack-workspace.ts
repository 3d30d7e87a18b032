import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Lets Lerna build and pack the public packages into `destination`. */
export function packWorkspace(root: string, destination: string): string[] {
  mkdirSync(destination, { recursive: true })
  const command = [process.execPath, join(import.meta.dirname, 'pack-current.ts'), destination]
  const lerna = join(root, 'node_modules/.bin/lerna')
  const { status } = spawnSync(lerna, ['exec', '--loglevel=warn', '--no-private', '--', ...command], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('Lerna could not pack every package; the lines above say why.')
  return globSync('*.tgz', { cwd: destination }).map((tarball) => join(destination, tarball))
}
