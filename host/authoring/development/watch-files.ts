import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { join, relative, sep } from 'node:path'

const IGNORED = /^(node_modules|\.git|\.wasla|dist|dist-admin|tests)$|~$|\.swp$/
/** Long enough for what an editor writes when one file is saved. */
const QUIET = 30

/**
 * Calls back once things are quiet after a change below one of the folders, with a file that changed, as seen from its folder.
 * Each folder has a watcher of its own: Node's recursive one has one for every file, and `node_modules` holds tens of thousands.
 */
export function watchFiles(directories: readonly string[], onChange: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watchers = new Map<string, FSWatcher>()
  const told = (file: string): void => {
    clearTimeout(timer)
    timer = setTimeout(() => onChange(file), QUIET)
  }
  const follow = (root: string, directory: string): void => {
    const entries = entriesOf(directory)
    if (entries === undefined || watchers.has(directory)) return
    const watcher = watch(directory, (_event, name) => {
      if (name === null || IGNORED.test(name)) return
      const path = join(directory, name)
      forgetMissing(path)
      follow(root, path)
      told(relative(root, path))
    })
    // It was removed before it could be watched, or while it was; its parent has told of that.
    watcher.on('error', () => watchers.delete(directory))
    watchers.set(directory, watcher)
    for (const entry of entries)
      if (entry.isDirectory() && !IGNORED.test(entry.name)) follow(root, join(directory, entry.name))
  }
  const forgetMissing = (path: string): void => {
    if (!watchers.has(path) || entriesOf(path) !== undefined) return
    for (const [directory, watcher] of watchers)
      if (directory === path || directory.startsWith(path + sep)) {
        watcher.close()
        watchers.delete(directory)
      }
  }
  for (const directory of directories) follow(directory, directory)
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
  }
}

/** Of a folder that is there. */
function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return undefined
  }
}
