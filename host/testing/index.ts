/** What needs no host in this process: for programs that drive one from outside, and cannot wait until all of it is loaded. */
export { startTemporaryPostgres } from '../postgres/temporary-postgres.ts'
export { TestClient } from './test-client.ts'
