import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { FailedPlugin } from './types.ts'

/** Says in which file of which plugin an error happened. */
export function locateError(error: unknown, plugin: string, file: string): unknown {
  if (!(error instanceof MigrationError)) return error
  const place = error.line ? `${file}:${error.line}` : file
  return new MigrationError({
    code: error.code,
    plugin,
    file,
    line: error.line,
    message: `${place} of ${plugin} could not be applied: ${error.message}`,
    cause: error.cause,
  })
}

/** What the report says of a plugin that failed. */
export function describeFailure(error: MigrationError | pg.DatabaseError, plugin: string): FailedPlugin {
  if (!(error instanceof MigrationError)) return { plugin, code: 'migration_failed', message: error.message }
  return {
    plugin,
    code: error.code,
    message: error.message,
    ...(error.file && { file: error.file }),
    ...(error.line && { line: error.line }),
  }
}
