import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { withoutPassword } from '../config/printable-config.ts'
import { StartError } from '../start-error.ts'
import { explainConnectionError, isStarting } from './explain-connection-error.ts'

export interface ServerFacts {
  version: string
  /** Whether the login can step around row-level security. */
  privileged: boolean
}

const oldest = 18
/** A server that was killed reads its log first, which takes minutes at worst. */
const PATIENCE_MS = 120_000

/**
 * Logs in once and looks who is there. A server that is only starting is waited for.
 *
 * @param variable the setting that holds the address, for the error
 * @throws StartError `unreachable_database`, `database_login_refused`, `database_missing` or `unsupported_postgresql`
 */
export async function checkServer(address: string, variable: string): Promise<ServerFacts> {
  const until = performance.now() + PATIENCE_MS
  for (let told = false; ; told = true) {
    try {
      return await look(address, variable)
    } catch (error) {
      if (!isStarting(error) || performance.now() > until)
        throw explainConnectionError(error, address, variable)
      // oxlint-disable-next-line no-console -- to whoever waits at the terminal, as the command line speaks
      if (!told) console.error(`Waiting for the database of ${variable}: ${(error as Error).message}.`)
      await setTimeout(250)
    }
  }
}

async function look(address: string, variable: string): Promise<ServerFacts> {
  const client = new Client({
    connectionString: address,
    // The host loads its code meanwhile, and on a busy machine that alone has taken more than five seconds.
    connectionTimeoutMillis: 15_000,
    application_name: 'wasla check',
  })
  client.on('error', () => undefined) // the query fails too, and tells it better
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; version: string; privileged: boolean }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
         rolsuper or rolbypassrls as privileged
       from pg_roles where rolname = current_user`,
    )
    const { number = 0, version = '', privileged = false } = rows[0] ?? {}
    if (number < oldest * 10_000) {
      throw new StartError(
        'unsupported_postgresql',
        `The database ${withoutPassword(address)} (${variable}) is PostgreSQL ${version}, and Wasla needs ${oldest} or newer; upgrade it, or unset ${variable} to use the embedded one.`,
      )
    }
    return { version, privileged }
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @throws StartError `privileged_database_login`: such a login sees the rows of every organization */
export function requireOrdinaryLogin({ privileged }: ServerFacts, variable: string): void {
  if (!privileged) return
  throw new StartError(
    'privileged_database_login',
    `The login of ${variable} is a superuser or has BYPASSRLS, so nothing would keep organizations apart; give ${variable} an ordinary login and leave the privileged one to DATABASE_ADMIN_URL.`,
  )
}
