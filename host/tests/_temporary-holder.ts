// Starts a temporary server, says so and waits to be killed.
import { startTemporaryPostgres } from '../postgres/temporary-postgres.ts'

const { url } = await startTemporaryPostgres()
console.log(`started ${url}`)
setInterval(() => undefined, 1000)
