import pg from 'pg'
import type { Namespace } from './namespace.ts'
import type { SmallDisk } from './small-disk.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** A host with a wire to its database that can be broken, and somebody who works in it. */
export interface World {
  /** Superuser's address, past the wire. */
  readonly databaseUrl: string
  readonly wire: TcpProxy
  /** Of a host that has a network of its own. */
  readonly network?: Pick<Namespace, 'cut' | 'restore'>
  /** Where it keeps files, if it could be given a small one. */
  readonly disk?: SmallDisk
  readonly token: string
  readonly organizationId: string
  origin(): string
  /** Sets the host's clock to so many milliseconds past the real time. */
  setClock(ahead: number): void
  /** The same for the database's clock, where it has one that can be set. */
  readonly setDatabaseClock?: (ahead: number) => void
  /** Kills the host at once and starts another. */
  replaceHost(): Promise<void>
  stop(): Promise<void>
}

/** Few enough that they are used up soon. */
export const POOL_SIZE = 6

/** Cuts all connections of the database, from its own side. */
export async function terminateConnections(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

/** Asks the database past the host. */
export async function query<Row extends object>(
  connectionString: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}
