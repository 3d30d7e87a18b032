import {
  conflict,
  type FieldError,
  forbidden,
  invalid,
  isWaslaError,
  staleVersion,
  unavailable,
} from '@wasla/sdk'
import { commitError } from '../../events/commit-errors.ts'
import type { TableMap } from '../query/table-map.ts'
import type { ConstraintColumns } from './constraint-columns.ts'
import { type DatabaseError, isConnectionLost, isDatabaseError, isFromDatabase } from './database-error.ts'
import { platformConflict } from './platform-conflict.ts'
import { IsolationError } from './isolation-error.ts'

/** In which plugin's statement an error arose. */
export interface ErrorOrigin {
  readonly plugin: string
  readonly map: TableMap
}

/** What a plugin's caller is told when the database refuses: codes and field names instead of SQL. */
export async function translateError(
  error: unknown,
  origin: ErrorOrigin,
  constraints: ConstraintColumns,
): Promise<unknown> {
  if (!(error instanceof Error) || isWaslaError(error)) return error
  if (error.name === 'OptimisticLockError') return staleVersion({ cause: error })
  if (!isFromDatabase(error)) return error
  const general = translateGeneral(error)
  if (general !== undefined) return general
  if (!isDatabaseError(error)) return error
  const { plugin } = origin
  switch (error.code) {
    case '23505': {
      const fields = await constraintFields(error, origin, constraints, 'is already taken')
      return conflict(
        `${plugin}.duplicate`,
        `A record with the same ${named(fields)} exists already; choose another value.`,
        { fields, cause: error },
      )
    }
    case '23001':
      return stillReferenced(plugin, error)
    case '23503': {
      // The only thing that tells the two directions apart; the server words it in English by default.
      if (error.message.startsWith('update or delete')) return stillReferenced(plugin, error)
      const fields = await constraintFields(
        error,
        origin,
        constraints,
        'refers to a record that does not exist',
      )
      return invalid(
        `${plugin}.reference_missing`,
        `The record that ${named(fields)} refers to does not exist; name one that does.`,
        { fields, cause: error },
      )
    }
    case '23514': {
      const fields = await constraintFields(
        error,
        origin,
        constraints,
        `breaks the rule ${error.constraint ?? ''}`,
      )
      return invalid(
        `${plugin}.rule_broken`,
        `The value of ${named(fields)} is not allowed here (${error.constraint ?? 'check'}); choose another.`,
        { fields, cause: error },
      )
    }
    case '23502': {
      const fields = [{ field: propertyOf(origin, error.table, error.column ?? ''), message: 'is required' }]
      return invalid(`${plugin}.required`, `A value for ${named(fields)} is required; give one.`, {
        fields,
        cause: error,
      })
    }
    default:
      return isBadValue(error)
        ? invalid(
            `${plugin}.invalid_value`,
            'A value has a form or a size that cannot be stored; check texts, numbers and dates.',
            { cause: error },
          )
        : commitError(error)
  }
}

/** The same for the platform's own statements. */
export function translatePlatformError(error: unknown): unknown {
  if (!isFromDatabase(error)) return error
  if (isConnectionLost(error)) return databaseUnavailable(error)
  return isDatabaseError(error) && error.code === '23505' ? platformConflict(error) : error
}

function translateGeneral(error: Error): unknown {
  if (isConnectionLost(error)) return databaseUnavailable(error)
  if (!isDatabaseError(error)) return undefined
  switch (error.code) {
    case '40001':
    case '40P01':
    case '55P03':
      return unavailable(
        'retry',
        'This change met another one at the same moment and was undone; repeat it.',
        { cause: error },
      )
    case '57014':
      return unavailable(
        'timed_out',
        'The database took too long and the work was cancelled; try again with less, or later.',
        { cause: error },
      )
    case '42501':
      if (error.message.includes('policy "own_rows"')) return notTheirs(error)
      return new IsolationError(
        `The database refused a statement that reached outside its plugin or organization (${error.message}): nothing was read or written; mend the query.`,
        error,
      )
    case '25006':
      return new Error(`A read tried to write (${error.message}): use ctx.db.write or ctx.db.command.`, {
        cause: error,
      })
    default:
      return undefined
  }
}

function notTheirs(cause: unknown): unknown {
  return forbidden(
    'own_rows_only',
    'Your role is limited to what is your own, and after this change it would not be, so nothing was changed; ask somebody whose role is not.',
    { cause },
  )
}

function databaseUnavailable(cause: unknown): unknown {
  return unavailable(
    'database_unavailable',
    'The database cannot be reached, so nothing was changed for certain; try again in a moment.',
    { cause },
  )
}

function stillReferenced(plugin: string, cause: DatabaseError): unknown {
  return conflict(
    `${plugin}.still_referenced`,
    `Other records (${cause.table ?? 'of this module'}) still refer to this one; remove or change them first.`,
    { cause },
  )
}

async function constraintFields(
  error: DatabaseError,
  origin: ErrorOrigin,
  constraints: ConstraintColumns,
  message: string,
): Promise<FieldError[]> {
  const columns = await constraints.columns(error.schema ?? origin.map.schema, error.constraint ?? '')
  return columns
    .filter((column) => column !== 'organization_id')
    .map((column) => ({ field: propertyOf(origin, error.table, column), message }))
}

function propertyOf({ map }: ErrorOrigin, table: string | undefined, column: string): string {
  return map.tables.get(table ?? '')?.properties.get(column) ?? column
}

function named(fields: readonly FieldError[]): string {
  return fields.length === 0 ? 'values' : fields.map(({ field }) => `"${field}"`).join(', ')
}

// Class 22: too long, out of range, not a uuid, not a date.
function isBadValue(error: DatabaseError): boolean {
  return /^22[0-9A-Z]{3}$/.test(error.code)
}
