import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Lets Lerna build and pack the public packages (those matching `scope`, with what they depend on) into `destination`. */
export function packWorkspace(root: string, destination: string, scope = '**'): string[] {
  mkdirSync(destination, { recursive: true })
  const packages = ['--no-private', '--scope', scope, '--include-dependencies']
  const command = [process.execPath, join(import.meta.dirname, 'pack-current.ts'), destination]
  const lerna = join(root, 'node_modules/.bin/lerna')
  const { status } = spawnSync(lerna, ['exec', '--loglevel=warn', ...packages, '--', ...command], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0)
    throw new Error(`Lerna could not pack the packages matching ${scope}; the lines above say why.`)
  return globSync('*.tgz', { cwd: destination }).map((tarball) => join(destination, tarball))
}
