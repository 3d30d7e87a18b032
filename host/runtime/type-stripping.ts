import { registerHooks } from 'node:module'

const PROBE = 'wasla:type-stripping'

/**
 * Node loads what strips types with the first file that it has not stripped before: under `wasla dev` the one that was just
 * saved. This is such a file, ahead of time.
 */
export async function loadTypeStripping(): Promise<void> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === PROBE
        ? { url: PROBE, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === PROBE
        ? {
            format: 'module-typescript',
            source: `export type Stripped = ${process.pid}`,
            shortCircuit: true,
          }
        : next(url, context),
  })
  await import(PROBE)
  hooks.deregister()
}
