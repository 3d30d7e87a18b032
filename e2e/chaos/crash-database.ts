import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

const PAUSE_MS = 50

/**
 * Restarts a PostgreSQL of this machine the hard way: when a backend dies, the server throws all connections out,
 * recovers from its log and starts again on the same port.
 */
export async function crashDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid
  if (pid === undefined) throw new Error('The database did not tell its process.')
  process.kill(pid, 'SIGKILL')
  await client.end().catch(() => {})
  while (!(await answers(url))) await delay(PAUSE_MS)
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
