import { once } from 'node:events'
import { basename, relative } from 'node:path'
import { watch } from 'chokidar'

const IGNORED = /^(node_modules|\.git|\.wasla|dist|dist-admin|tests)$|~$|\.swp$/
/** Long enough for what an editor writes when one file is saved. */
const QUIET = 30

/**
 * Calls back once things are quiet after a change below one of the folders, with a file that changed, as seen from its folder.
 * @returns what ends it; once it is there, no change is missed
 */
export async function watchFiles(
  directories: readonly string[],
  onChange: (file: string) => void,
): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch([...directories], {
    ignored: (path) => !directories.includes(path) && IGNORED.test(basename(path)),
    ignoreInitial: true,
  })
  watcher.on('all', (_event, path) => {
    const root = directories.find((directory) => !relative(directory, path).startsWith('..')) ?? ''
    clearTimeout(timer)
    timer = setTimeout(() => onChange(relative(root, path)), QUIET)
  })
  if (directories.length > 0) await once(watcher, 'ready')
  return () => {
    clearTimeout(timer)
    void watcher.close()
  }
}
