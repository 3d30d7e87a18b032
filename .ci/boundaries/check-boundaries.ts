import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { readModuleImports } from '../source/module-imports.ts'
import type { ModuleImport } from '../source/module-imports.ts'
import { isModule, isTestFile, repositoryFiles } from '../source/repository-files.ts'
import { importCycles } from './import-cycles.ts'
import { layerOf } from './layers.ts'
import type { Layer } from './layers.ts'
import { forbiddenPackage } from './package-rules.ts'

/** What the check saw: how many modules exist, how many it read, and a sentence for each violation. */
export interface BoundaryReport {
  existing: number
  read: number
  imports: number
  violations: string[]
}

/** Reads every module under `root` and checks that imports run one way, without circles. */
export function checkBoundaries(root: string): BoundaryReport {
  const modules = repositoryFiles(root).filter(isModule)
  const known = new Set(modules)
  const violations: string[] = []
  const graph = new Map<string, Set<string>>()
  let imports = 0

  for (const file of modules) {
    const layer = layerOf(file)
    if (!layer) {
      violations.push(
        `${file}: its folder has no layer, so nothing says what it may import; add it to .ci/boundaries/layers.ts`,
      )
      continue
    }
    const edges = new Set<string>()
    try {
      for (const imported of readModuleImports(file, readFileSync(join(root, file), 'utf8'))) {
        imports++
        const target = imported.specifier?.startsWith('.')
          ? posix.join(posix.dirname(file), imported.specifier)
          : undefined
        // Types are erased before anything runs, so a circle of types is none at run time.
        if (target !== undefined && known.has(target) && !imported.typeOnly) edges.add(target)
        const reason = violationOf(root, file, layer, imported, target)
        if (reason)
          violations.push(
            `${file}:${imported.line}: import of ${imported.specifier ?? 'a computed name'}: ${reason}`,
          )
      }
      graph.set(file, edges)
    } catch (error) {
      violations.push((error as Error).message)
    }
  }

  for (const cycle of importCycles(graph))
    violations.push(`${cycle.join(' → ')}: these modules import each other in a circle`)
  if (modules.length === 0) violations.push(`${root}: no module was found, so nothing was checked`)
  return { existing: modules.length, read: graph.size, imports, violations }
}

function violationOf(
  root: string,
  file: string,
  layer: Layer,
  { specifier }: ModuleImport,
  target: string | undefined,
): string | undefined {
  if (specifier === undefined) return computedImport(layer, file)
  if (target !== undefined) return relativeImport(root, file, layer, target)
  if (specifier.startsWith('/') || specifier.startsWith('file:'))
    return 'a module is not named by an absolute path'
  if (!specifier.startsWith('@wasla/')) return undefined
  return forbiddenPackage(file, layer, specifier, (plugin) => declaredPlugins(root, plugin))
}

/** What an author's tests load of the host: the contract depends on no package of the platform, so it is not written there. */
const hostForTests = 'sdk/testing/load-host.ts'

/** Core and host load plugins by the name found in a list; everywhere else an import is readable. */
function computedImport(layer: Layer, file: string): string | undefined {
  const mayCompute =
    layer.kind === 'core' || layer.kind === 'host' || layer.kind === 'admin-ui' || layer.kind === 'tooling'
  return mayCompute || isTestFile(file) || file === hostForTests
    ? undefined
    : 'its target cannot be checked; write the name as a literal'
}

function relativeImport(root: string, file: string, layer: Layer, target: string): string | undefined {
  if (!existsSync(join(root, target)) || posix.extname(target) === '')
    return 'no such file; relative imports name the file with its extension'
  // Tests of the whole use the packages' test support, which no package exports.
  if (layer.kind === 'tooling' && isTestFile(file)) return undefined
  const inside = layer.folder === '' || target.startsWith(`${layer.folder}/`)
  if (!inside) return 'a relative path leaves its package; import the package by its name'
  if (isTestFile(target) && !isTestFile(file)) return 'test support is imported only by tests'
  if (layer.kind !== 'plugin' || isTestFile(file)) return undefined
  const admin = `${layer.folder}/admin/`
  if (
    file.startsWith(admin) &&
    !target.startsWith(admin) &&
    !target.startsWith(`${layer.folder}/contract/`)
  ) {
    return 'admin/ runs in a browser and reaches only admin/ and contract/'
  }
  if (!file.startsWith(admin) && target.startsWith(admin)) return 'the server does not import pages of admin/'
  if (file.startsWith(`${layer.folder}/contract/`) && !target.startsWith(`${layer.folder}/contract/`)) {
    return 'a contract is what others import, so it reaches nothing behind it'
  }
  return undefined
}

function declaredPlugins(root: string, plugin: string): ReadonlySet<string> {
  const path = join(root, 'plugins', plugin, 'plugin.json')
  if (!existsSync(path)) return new Set()
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { requires?: object; optional?: object }
  return new Set([...Object.keys(manifest.requires ?? {}), ...Object.keys(manifest.optional ?? {})])
}
