import { fileURLToPath } from 'node:url'
import type { TestHost } from '@wasla/host'

/** A module with what the listed ones do not have: public addresses, singletons, settings with secrets. */
export const showcase = {
  directory: fileURLToPath(new URL('../showcase', import.meta.url)),
  load: () => import('../showcase/plugin.ts'),
}

/** All that the host serves, those first that others may require. */
export const attackedModules = (host: TestHost): string[] =>
  host.platform.registry.plugins.map(({ id }) => id)
