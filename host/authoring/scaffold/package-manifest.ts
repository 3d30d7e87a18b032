/** Where the platform's packages come from: a registry, a folder of tarballs, or the repository itself. */
export type PackageOrigin =
  | { readonly kind: 'registry' }
  | { readonly kind: 'tarballs'; readonly packages: Readonly<Record<string, string>> }
  | { readonly kind: 'platform' }

interface Manifest {
  name: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies: Record<string, string>
  devDependencies?: Record<string, string>
  [key: string]: unknown
}

/** The template's package.json for where the plugin will live. */
export function packageManifest(text: string, plugin: string, origin: PackageOrigin): string {
  const manifest = JSON.parse(text) as Manifest
  if (origin.kind === 'tarballs')
    manifest.devDependencies = { ...manifest.devDependencies, ...origin.packages }
  if (origin.kind === 'platform') {
    const { '@wasla/sdk': _sdk, ...peers } = manifest.peerDependencies
    Object.assign(manifest, {
      name: `@wasla/plugin-${plugin}`,
      version: '0.1.0',
      peerDependencies: peers,
      dependencies: { '@wasla/sdk': '0.1.0' },
    })
    delete manifest.scripts
    delete manifest.devDependencies
    delete manifest['allowScripts']
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
