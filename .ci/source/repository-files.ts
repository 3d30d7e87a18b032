import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Every file of the working tree that git tracks or would track, relative to `root`, sorted. */
export function repositoryFiles(root: string): string[] {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  // A file deleted but not yet committed is still listed.
  return listing
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)))
    .sort()
}

/** Whether the file is a module: TypeScript or JavaScript, with or without JSX. */
export function isModule(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file)
}

/** Whether the file serves only tests: a spec, a file under `tests/`, or test support (`_name.ts`). */
export function isTestFile(file: string): boolean {
  return /\.spec\.tsx?$/.test(file) || /(^|\/)tests\//.test(file) || /(^|\/)_[^/]+$/.test(file)
}
