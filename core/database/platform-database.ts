import type { PlatformDatabase, PlatformQuery } from './data-access.ts'
import { translatePlatformError } from './errors/translate-error.ts'
import type { ConnectionPool } from './statements/connection-pool.ts'
import { settingsStatement, type Settings } from './statements/settings.ts'
import { StatementBatch } from './statements/statement-batch.ts'
import { StatementNames } from './statements/statement-name.ts'
import { rowsOf } from './statements/statement.ts'

export interface PlatformDatabaseOptions {
  readonly pool: ConnectionPool
  /** Holds connections for longer than one statement. Default: `pool`. */
  readonly transactionPool?: ConnectionPool
  readonly names?: StatementNames
}

export function createPlatformDatabase(options: PlatformDatabaseOptions): PlatformDatabase {
  const { pool, transactionPool = pool, names = new StatementNames({ pooled: false }) } = options
  const named = names.name('', '') !== undefined

  async function run<Row>(settings: Settings, text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      const statement = { text, values, name: names.name(text, settings.role) }
      return rowsOf<Row>(await pool.run([settingsStatement(settings, named), statement]), 1)
    } catch (error) {
      throw translatePlatformError(error)
    }
  }

  async function transaction<Result>(work: (query: PlatformQuery) => Promise<Result>): Promise<Result> {
    const client = await transactionPool.connect().catch((error: unknown) => {
      throw translatePlatformError(error)
    })
    const query: PlatformQuery = async <Row extends object>(
      text: string,
      values: readonly unknown[] = [],
    ) => {
      const batch = new StatementBatch([{ text, values }])
      client.query(batch)
      return rowsOf<Row>(await batch.done, 0)
    }
    let broken = false
    try {
      const begin = new StatementBatch([{ text: 'begin' }, settingsStatement(systemSettings, named)])
      client.query(begin)
      await begin.done
      const result = await work(query)
      await query('commit')
      return result
    } catch (error) {
      await query('rollback').catch(() => {
        broken = true
      })
      throw translatePlatformError(error)
    } finally {
      client.release(broken)
    }
  }

  return {
    inOrganization: (organizationId, text, values = []) =>
      run({ ...loginSettings, organizationId }, text, values),
    asSystem: (text, values = []) => run(systemSettings, text, values),
    transaction,
  }
}

const loginSettings = {
  organizationId: '',
  actorId: null,
  requestId: '',
  role: 'none',
  readOnly: false,
} satisfies Settings
const systemSettings: Settings = { ...loginSettings, role: 'wasla_system' }
