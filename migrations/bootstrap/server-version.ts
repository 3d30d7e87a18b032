import { describeUrl } from '../connection.ts'
import { MigrationError } from '../errors.ts'

export interface ServerVersion {
  /** Such as 180004. */
  number: number
  /** Such as 18.4. */
  text: string
}

/** uuidv7() and other things the schema stands on came with PostgreSQL 18. */
export function requireVersion({ number, text }: ServerVersion, url: string): void {
  if (number >= 180_000) return
  throw new MigrationError({
    code: 'postgres_too_old',
    message: `The server at ${describeUrl(url)} is PostgreSQL ${text}, but Wasla needs 18 or newer: upgrade it, or unset DATABASE_URL to use the embedded one.`,
  })
}
