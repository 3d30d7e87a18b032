import pg from 'pg'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'

/** The platform's statements over a pool of their own, four round trips each: slow and plain. */
export function createPlainPlatformDatabase(url: string, poolSize = 10): PlatformDatabase & { close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, connectionTimeoutMillis: 2_000 })
  pool.on('error', () => {})
  async function scoped<Result>(setup: string, values: unknown[], work: (query: PlatformQuery) => Promise<Result>) {
    const client = await pool.connect()
    let broken: Error | undefined
    client.on('error', (error) => (broken = error))
    try {
      await client.query('begin')
      await client.query(setup, values)
      const result = await work(async (text, parameters) => (await client.query(text, parameters && [...parameters])).rows)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure))
      throw error
    } finally {
      client.removeAllListeners('error')
      client.release(broken)
    }
  }
  const asSystem = `select set_config('role', 'wasla_system', true)`
  return {
    inOrganization: (organizationId, text, values) =>
      scoped(`select set_config('app.organization_id', $1, true)`, [organizationId], (query) => query(text, values)),
    asSystem: (text, values) => scoped(asSystem, [], (query) => query(text, values)),
    transaction: (work) => scoped(asSystem, [], work),
    close: () => pool.end(),
  }
}
