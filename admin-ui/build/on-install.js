// Plain JavaScript, run by `npm install`: builds the admin UI where its tools are installed. A host without it serves the API alone.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
try {
  require.resolve('vite')
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, ['--conditions=wasla-source', main], { stdio: 'inherit' })
  if (status !== 0)
    process.stderr.write(
      'The admin UI was not built; the API works without it, and "npm run build:admin" tries again.\n',
    )
} catch {
  process.stderr.write(
    'The tools of the admin UI are not installed, so it was not built; the API works without it.\n',
  )
}
