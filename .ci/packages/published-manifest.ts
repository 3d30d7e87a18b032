/** A package.json, as far as packing reads it. */
export interface PackageManifest {
  name: string
  version: string
  exports?: unknown
  files?: string[]
  scripts?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** The package.json that goes into the tarball: without our sources, which are not in it, and without what only this repository runs. */
export function publishedManifest({
  scripts: _scripts,
  devDependencies: _dev,
  ...manifest
}: PackageManifest): PackageManifest {
  return { ...manifest, exports: withoutSources(manifest.exports) }
}

function withoutSources(exports: unknown): unknown {
  if (exports === null || typeof exports !== 'object') return exports
  const conditions = Object.entries(exports).filter(([condition]) => condition !== 'wasla-source')
  return Object.fromEntries(conditions.map(([condition, target]) => [condition, withoutSources(target)]))
}
