import pg from 'pg'
import type { TcpProxy } from './tcp-proxy.ts'

/** A host with a wire to its database that can be broken, and somebody who works in it. */
export interface World {
  /** Superuser's address, past the wire. */
  readonly databaseUrl: string
  readonly wire: TcpProxy
  readonly token: string
  readonly organizationId: string
  origin(): string
  /** Kills the host at once and starts another. */
  replaceHost(): Promise<void>
  stop(): Promise<void>
}

/** Few enough that they are used up soon. */
export const POOL_SIZE = 6

/** Cuts all connections of the database, from its own side. */
export async function terminateConnections(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
  } finally {
    await client.end()
  }
}
