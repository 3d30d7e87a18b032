import pg from 'pg'
import { errorCode, MigrationError } from './errors.ts'

/** Opens one connection for `use` and closes it afterwards. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'wasla-migrations' })
  // A connection that breaks while idle also fails the next query, which is where it is reported.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    throw new MigrationError({
      code: 'database_unreachable',
      message: `The database at ${describeUrl(url)} refused the connection (${reason(cause)}): check that it runs and that the address, user and password are right.`,
      cause,
    })
  }
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Host, port, database and user of a URL, without its password. */
export function describeUrl(url: string): string {
  try {
    const { hostname, port, pathname, username } = new URL(url)
    return `${hostname}:${port || '5432'}${pathname} as ${decodeURIComponent(username) || 'the default user'}`
  } catch {
    return 'an address that is not a URL'
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error) ?? 'connection failed'
  return error instanceof Error ? error.message || errorCode(error) || 'connection failed' : String(error)
}
