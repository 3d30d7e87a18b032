import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { buildPluginAdmin } from './build-plugin-admin.ts'
import { compressFiles } from './compress-files.ts'
import { firstLoadGroups } from './first-load.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the shell and the pages of the repository's own plugins. */
const directories = await readdir(join(repository, 'plugins'))
const shell = {
  configFile: join(repository, 'admin-ui/vite.config.ts'),
  root: join(repository, 'admin-ui'),
  logLevel: 'warn',
} as const
const draft = (await build({ ...shell, build: { write: false } })) as Rolldown.RolldownOutput
await build({
  ...shell,
  build: { rolldownOptions: { output: { codeSplitting: { groups: firstLoadGroups(draft) } } } },
})
await compressFiles(join(repository, 'admin-ui/dist/assets'))
for (const plugin of directories) await buildPluginAdmin({ directory: join(repository, 'plugins', plugin) })
