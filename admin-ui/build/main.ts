import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildPluginAdmin } from './build-plugin-admin.ts'
import { compressFiles } from './compress-files.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the shell and the pages of the repository's own plugins. */
const directories = await readdir(join(repository, 'plugins'))
await build({
  configFile: join(repository, 'admin-ui/vite.config.ts'),
  root: join(repository, 'admin-ui'),
  logLevel: 'warn',
})
await compressFiles(join(repository, 'admin-ui/dist/assets'))
for (const plugin of directories) await buildPluginAdmin({ directory: join(repository, 'plugins', plugin) })
