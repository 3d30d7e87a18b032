import { DriverException } from '@mikro-orm/core'

const fromDatabase = new WeakSet<object>()

/** Remembers where an error came from: a plugin's own failed call to some server looks just the same. */
export function markDatabaseError<Thrown>(error: Thrown): Thrown {
  if (typeof error === 'object' && error !== null) fromDatabase.add(error)
  return error
}

/** True for what the database or the way to it raised, also with MikroORM's exception around it. */
export function isFromDatabase(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (fromDatabase.has(error) || error instanceof DriverException)
  )
}

/** The fields of a server's error that tell what went wrong; also on MikroORM's exceptions around it. */
export interface DatabaseError extends Error {
  /** SQLSTATE, or the code of a socket error. */
  readonly code: string
  readonly schema?: string
  readonly table?: string
  readonly column?: string
  readonly constraint?: string
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string'
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
])
const lostMessage = /^(Connection terminated|Client (has encountered|was closed)|timeout (expired|exceeded))/

/** True when the database could not be reached or the connection went away. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isConnectionLost)
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return lostConnection.has(code) || code.startsWith('08')
  return lostMessage.test(error.message)
}
