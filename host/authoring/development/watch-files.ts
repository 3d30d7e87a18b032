import { watch } from 'node:fs'

const IGNORED = /(^|[\\/])(node_modules|\.git|\.wasla|dist|dist-admin|tests)([\\/]|$)|~$|\.swp$/
/** Long enough for what an editor writes when one file is saved. */
const QUIET = 30

/** Calls back once things are quiet after a change below one of the folders. */
export function watchFiles(directories: readonly string[], onChange: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watchers = directories.map((directory) =>
    watch(directory, { recursive: true }, (_event, file) => {
      if (file === null || IGNORED.test(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => onChange(file), QUIET)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
