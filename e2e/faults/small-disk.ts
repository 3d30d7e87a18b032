import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory with a file system of its own, which is soon full. */
export interface SmallDisk {
  readonly directory: string
  readonly bytes: number
  remove(): void
}

/** @returns undefined where none can be mounted: only root may */
export function mountSmallDisk(bytes = 1024 ** 2): SmallDisk | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'wasla-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory], { stdio: 'ignore' })
  } catch {
    rmdirSync(directory)
    return undefined
  }
  const remove = (): void => {
    process.off('exit', remove)
    // Whoever still writes there is on his way out.
    execFileSync('umount', ['--lazy', directory])
    rmdirSync(directory)
  }
  process.once('exit', remove)
  return { directory, bytes, remove }
}
