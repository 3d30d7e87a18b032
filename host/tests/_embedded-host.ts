// A host without a platform: it starts the embedded server of a data directory and keeps it until SIGTERM.
import { isStartError } from '../start-error.ts'
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts'

const [dataDirectory = ''] = process.argv.slice(2)
try {
  const postgres = await startEmbeddedPostgres({ dataDirectory, name: 'test host' })
  process.once('SIGTERM', () => void postgres.stop())
  console.log(`started ${JSON.stringify({ ...postgres, uid: process.getuid?.() })}`)
  await postgres.ended
  console.log('ended')
} catch (error) {
  if (!isStartError(error)) throw error
  console.log(`${error.code}: ${error.message}`)
  process.exitCode = 1
}
