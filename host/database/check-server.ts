import { Client } from 'pg'
import { withoutPassword } from '../config/printable-config.ts'
import { StartError } from '../start-error.ts'

export interface ServerFacts {
  version: string
  /** Whether the login can step around row-level security. */
  privileged: boolean
}

const oldest = 18
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])

/**
 * Logs in once and looks who is there.
 *
 * @param variable the setting that holds the address, for the error
 * @throws StartError `unreachable_database`, `database_login_refused`, `database_missing` or `unsupported_postgresql`
 */
export async function checkServer(address: string, variable: string): Promise<ServerFacts> {
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
  } catch (error) {
    throw explain(error, address, variable)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function explain(error: unknown, address: string, variable: string): unknown {
  const { code = '', message } = (error instanceof AggregateError ? error.errors[0] : error) as Error & {
    code?: string
  }
  const database = `The database ${withoutPassword(address)} (${variable})`
  if (unreachable.has(code) || /timeout|terminated unexpectedly/.test(message)) {
    return new StartError(
      'unreachable_database',
      `${database} cannot be reached (${code || message}); start it, or correct ${variable}.`,
      { cause: error },
    )
  }
  if (code.startsWith('28')) {
    return new StartError(
      'database_login_refused',
      `${database} refuses the login (${message}); correct user and password in ${variable}.`,
      {
        cause: error,
      },
    )
  }
  if (code === '3D000') {
    return new StartError(
      'database_missing',
      `${database} does not exist on that server; create it with CREATE DATABASE, or correct ${variable}.`,
      {
        cause: error,
      },
    )
  }
  return error
}

/** @throws StartError `privileged_database_login`: such a login sees the rows of every organization */
export function requireOrdinaryLogin({ privileged }: ServerFacts, variable: string): void {
  if (!privileged) return
  throw new StartError(
    'privileged_database_login',
    `The login of ${variable} is a superuser or has BYPASSRLS, so nothing would keep organizations apart; give ${variable} an ordinary login and leave the privileged one to DATABASE_ADMIN_URL.`,
  )
}
