export interface MigrationErrorDetails {
  code: string
  message: string
  plugin?: string
  file?: string
  line?: number
  cause?: unknown
}

/** Something that keeps the schema from being built. `code` is stable; the message is for people. */
export class MigrationError extends Error {
  readonly code: string
  readonly plugin: string | undefined
  readonly file: string | undefined
  readonly line: number | undefined

  constructor({ code, message, plugin, file, line, cause }: MigrationErrorDetails) {
    super(message, { cause })
    this.name = 'MigrationError'
    this.code = code
    this.plugin = plugin
    this.file = file
    this.line = line
  }
}

/** The SQLSTATE of an error of PostgreSQL, or the code of a system error such as ECONNREFUSED. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
