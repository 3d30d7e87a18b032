import pg from 'pg'
import { errorCode, MigrationError } from '../errors.ts'
import type { MigrationFile } from './migration-files.ts'
import { lineAt, splitStatements } from './statements.ts'
import type { Statement } from './statements.ts'
import { asOwner } from './transaction.ts'

export interface ApplyTarget {
  plugin: string
  schema: string
  /** Whether the schema's tables are protected after the file; the platform protects its own. */
  protect: boolean
}

/** Runs one file and records it; returns its duration in milliseconds. */
export async function applyFile(
  client: pg.Client,
  file: MigrationFile,
  target: ApplyTarget,
): Promise<number> {
  const started = performance.now()
  const statements = await splitStatements(file.sql)
  if (file.kind === 'no-transaction') {
    await runOutsideTransaction(client, statements, target)
    await inTransaction(client, target, async () => {
      if (target.protect) await protectSchema(client, target)
      await record(client, file, target, started)
    })
  } else {
    await inTransaction(client, target, async () => {
      if (file.kind === 'data') await client.query('set local role wasla_system')
      await runAll(client, statements)
      await client.query('set constraints all immediate; set local role wasla_owner')
      if (target.protect) await protectSchema(client, target)
      await record(client, file, target, started)
    })
  }
  return Math.round(performance.now() - started)
}

async function inTransaction(
  client: pg.Client,
  target: ApplyTarget,
  work: () => Promise<void>,
): Promise<void> {
  await asOwner(client, async () => {
    await client.query(`set local lock_timeout = '30s'; set local search_path = ${searchPath(target)}`)
    await work()
  })
}

// CREATE INDEX CONCURRENTLY runs in no transaction, so the role is the session's for that while.
async function runOutsideTransaction(
  client: pg.Client,
  statements: Statement[],
  target: ApplyTarget,
): Promise<void> {
  await client.query('set role wasla_owner')
  await client.query(`set search_path = ${searchPath(target)}`)
  try {
    await dropInvalidIndexes(client, target)
    await runAll(client, statements)
  } finally {
    await client.query('reset role')
    await client.query('reset search_path')
  }
}

// A concurrent build that was interrupted leaves an invalid index under its name.
async function dropInvalidIndexes(client: pg.Client, { schema }: ApplyTarget): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and not i.indisvalid and c.relkind = 'i'`,
    [schema],
  )
  for (const { name } of rows) await client.query(`drop index concurrently if exists ${name}`)
}

async function runAll(client: pg.Client, statements: Statement[]): Promise<void> {
  for (const { sql, line } of statements) {
    try {
      await client.query(sql)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      throw new MigrationError({
        code: 'migration_failed',
        message: [error.message, error.detail, error.hint].filter(Boolean).join(' '),
        line: error.position ? line + lineAt(sql, Number(error.position) - 1) - 1 : line,
        cause: error,
      })
    }
  }
}

/** Policies, triggers, keys and grants on every table of the plugin; cheap where they stand already. */
export async function protectSchema(client: pg.Client, { plugin }: { plugin: string }): Promise<void> {
  try {
    await client.query('select platform.protect_schema($1)', [plugin])
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw new MigrationError({
      code: errorCode(error) === 'P0001' ? 'table_not_protectable' : 'migration_failed',
      message: [error.message, error.detail, error.hint].filter(Boolean).join('. '),
      cause: error,
    })
  }
}

async function record(
  client: pg.Client,
  file: MigrationFile,
  target: ApplyTarget,
  started: number,
): Promise<void> {
  await client.query(
    'insert into platform.migrations (plugin_id, name, checksum, duration_ms) values ($1, $2, $3, $4)',
    [target.plugin, file.name, file.checksum, Math.round(performance.now() - started)],
  )
}

function searchPath({ schema }: ApplyTarget): string {
  return `${pg.escapeIdentifier(schema)}, extensions`
}
