import { withoutPassword } from '../config/printable-config.ts'
import { StartError } from '../start-error.ts'

/** What the server answers while it starts, or recovers after it was killed. */
const STARTING = '57P03'

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  STARTING,
])
const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', STARTING])

export function isStarting(error: unknown): boolean {
  return parts(error).code === STARTING
}

/**
 * What kept the first connection from being made, as a sentence; any other error is returned as it is.
 *
 * @param variable the setting that holds the address
 */
export function explainConnectionError(error: unknown, address: string, variable: string): unknown {
  const { code, message } = parts(error)
  const database = `The database ${withoutPassword(address)} (${variable})`
  if (unreachable.has(code) || /timeout|terminated unexpectedly/.test(message)) {
    return new StartError(
      'unreachable_database',
      `${database} cannot be reached (${code === STARTING ? message : code || message}); start it, or correct ${variable}.`,
      { cause: error },
    )
  }
  if (code.startsWith('28')) {
    return new StartError(
      'database_login_refused',
      `${database} refuses the login (${message}); correct user and password in ${variable}.`,
      { cause: error },
    )
  }
  if (code === '3D000') {
    return new StartError(
      'database_missing',
      `${database} does not exist on that server; create it with CREATE DATABASE, or correct ${variable}.`,
      { cause: error },
    )
  }
  return error
}

/** The same of a database that had answered before. */
export function explainLostDatabase(error: unknown): unknown {
  const { code, message } = parts(error)
  if (!lost.has(code) && !code.startsWith('08') && !message.startsWith('Connection terminated')) return error
  return new StartError(
    'unreachable_database',
    `The database went away while Wasla was starting (${message}); what it had begun was undone or goes on next time, so start it again once the database answers.`,
    { cause: error },
  )
}

function parts(error: unknown): { code: string; message: string } {
  const { code = '', message = '' } = (
    error instanceof AggregateError ? (error.errors[0] ?? error) : (error ?? {})
  ) as {
    code?: unknown
    message?: string
  }
  return { code: String(code), message }
}
