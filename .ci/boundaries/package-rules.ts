import { isTestFile } from '../source/repository-files.ts'
import type { Layer } from './layers.ts'

/** A plugin's manifest, as far as boundaries need it. */
export interface DeclaredPlugins {
  /** Ids under `requires` and `optional` of each plugin's plugin.json. */
  (plugin: string): ReadonlySet<string>
}

/**
 * Says why `file` in `layer` must not import `specifier` (`@wasla/…`), or `undefined` when it may.
 * The direction is plugins → sdk, core → sdk, host → core, migrations and plugins, admin-ui → sdk/admin.
 */
export function forbiddenPackage(
  file: string,
  layer: Layer,
  specifier: string,
  declared: DeclaredPlugins,
): string | undefined {
  const target = specifier.split('/').slice(0, 2).join('/')
  const subpath = specifier.slice(target.length + 1)
  if (target === layer.package) return selfImport(file, layer, subpath)
  switch (layer.kind) {
    case 'tooling':
      return undefined
    case 'sdk':
      return 'the sdk is the contract and imports no other package of ours'
    case 'migrations':
      return target === '@wasla/sdk' ? undefined : 'migrations imports nothing of ours except @wasla/sdk'
    case 'core':
      if (target === '@wasla/sdk') return undefined
      // Core's tests prepare their databases with the real migrator.
      if (target === '@wasla/migrations' && isTestFile(file)) return undefined
      return 'core imports only @wasla/sdk; what it needs from elsewhere is handed to it by the host'
    case 'host':
      return subpath === '' || subpath === 'plugin.json' || target === '@wasla/sdk'
        ? undefined
        : 'the host imports a package by its main entry only'
    case 'admin-ui':
      return specifier === '@wasla/sdk/admin' ? undefined : 'admin-ui imports only @wasla/sdk/admin'
    case 'plugin':
      return pluginImport(file, layer, { specifier, target, subpath }, declared)
  }
}

function selfImport(file: string, layer: Layer, subpath: string): string | undefined {
  return isTestFile(file) || (layer.kind === 'plugin' && subpath === 'contract')
    ? undefined
    : 'a package reaches its own files by relative path'
}

function pluginImport(
  file: string,
  layer: Layer,
  { specifier, target, subpath }: { specifier: string; target: string; subpath: string },
  declared: DeclaredPlugins,
): string | undefined {
  const inAdmin = file.startsWith(`${layer.folder}/admin/`)
  if (specifier === '@wasla/sdk/admin')
    return inAdmin ? undefined : 'only the admin/ folder imports @wasla/sdk/admin'
  if (target === '@wasla/sdk')
    return inAdmin ? 'admin/ runs in a browser and imports @wasla/sdk/admin instead' : undefined
  // A plugin is tested through its public surface, by booting the real host.
  if (target === '@wasla/host' && isTestFile(file)) return undefined
  const other = target.match(/^@wasla\/plugin-(.+)$/)?.[1]
  if (other === undefined) return 'a plugin imports only @wasla/sdk and the contract of plugins it names'
  if (subpath !== 'contract') return `another plugin is reached only through ${target}/contract`
  if (!declared(layer.plugin ?? '').has(other)) {
    return `${layer.folder}/plugin.json names "${other}" neither under requires nor under optional`
  }
  return undefined
}
