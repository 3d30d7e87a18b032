import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { StartError } from '../start-error.ts'
import type { Cluster } from './cluster.ts'
import { commandLine, isAlive } from './process-identity.ts'

const patience = 60_000
const pause = 100

/** The address of a cluster's server as its superuser. */
export function serverUrl({ password }: Cluster, port: number, database = 'postgres'): string {
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/**
 * The port of the server that already runs on this cluster, left behind by a host that was killed.
 * A pid file that names nobody, or some other process, is cleaned away: undefined.
 */
export async function findRunningServer(cluster: Cluster): Promise<number | undefined> {
  for (const deadline = Date.now() + patience; ; ) {
    const file = join(cluster.dataDirectory, 'postmaster.pid')
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
    const pid = Number(lines[0])
    const port = Number(lines[3])
    if (!pid || !isAlive(pid)) return undefined
    if (port && (await isServerOf(cluster, port))) return port
    const command = await commandLine(pid)
    if (!command.includes(cluster.dataDirectory)) {
      await rm(file, { force: true })
      return undefined
    }
    // It is ours, and starting, recovering or stopping.
    if (Date.now() > deadline) throw unresponsive(cluster, pid)
    await new Promise((wake) => setTimeout(wake, pause))
  }
}

async function isServerOf(cluster: Cluster, port: number): Promise<boolean> {
  const client = new Client({ connectionString: serverUrl(cluster, port), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ directory: string }>(
      `select current_setting('data_directory') as directory`,
    )
    return rows[0]?.directory === cluster.dataDirectory
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function unresponsive({ dataDirectory }: Cluster, pid: number): StartError {
  return new StartError(
    'embedded_postgres_failed',
    `The PostgreSQL server that runs on ${dataDirectory} (process ${pid}) does not answer; stop it with "kill -INT ${pid}" and start Wasla again.`,
  )
}
