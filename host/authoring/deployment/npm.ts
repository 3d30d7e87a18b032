import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'

/**
 * Installs a package or a tarball into the deployment.
 * @returns the package's name
 * @throws StartError `package_unknown`, or `plugin_not_installed` with what npm said
 */
export function installPackage(directory: string, what: string): string {
  if (!existsSync(join(directory, 'package.json'))) {
    writeFileSync(
      join(directory, 'package.json'),
      `${JSON.stringify({ name: 'wasla-deployment', private: true, type: 'module' }, null, 2)}\n`,
    )
  }
  const before = dependencies(directory)
  npm(directory, ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', what], what)
  const after = dependencies(directory)
  const file = what.split(/[\\/]/).at(-1) ?? what
  const name =
    Object.keys(after).find((key) => after[key] !== before[key]) ??
    Object.keys(after).find((key) => key === what || after[key]?.endsWith(file))
  if (name !== undefined) return name
  throw new StartError(
    'plugin_not_installed',
    `npm installed "${what}", but package.json does not name it, so it cannot be listed; name the package itself.`,
  )
}

export function uninstallPackage(directory: string, name: string): void {
  if (name in dependencies(directory)) npm(directory, ['uninstall', '--no-audit', '--no-fund', name], name)
}

function dependencies(directory: string): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  return manifest.dependencies ?? {}
}

function npm(directory: string, args: readonly string[], what: string): void {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: directory,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw npmFailure(what, args[0] ?? '', stdout, stderr)
}

/** What npm said, in words that tell what to do. */
export function npmFailure(what: string, action: string, stdout: string, stderr: string): StartError {
  const said = [...`${stdout}\n${stderr}`.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line]) => line)
  if (said.includes('code E404')) {
    return new StartError(
      'package_unknown',
      `There is no package "${what}" in npm's registry, and no plugin in a folder of that name here; check the spelling.`,
    )
  }
  const reason = said.slice(0, 3).join(' ')
  return new StartError(
    'plugin_not_installed',
    `npm could not carry out "npm ${action}" for "${what}": ${reason || stderr || 'it said nothing'}.`,
  )
}
