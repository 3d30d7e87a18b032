import { randomUUID } from 'node:crypto'
import { bootstrap, migrate } from '@wasla/migrations'
import pg from 'pg'

const TEMPLATE = 'wasla_test_template'
/** Of the advisory lock: whoever brings the template up to date keeps others from cloning it half made. */
const LOCK = 0x3a51a

/** A database in which the platform is migrated already: a copy of one that is made once per cluster. */
export async function cloneTestDatabase(cluster: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster, application_name: 'wasla test databases' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE])
    if (rowCount === 0) await client.query(`create database ${TEMPLATE}`)
    const template = databaseUrl(cluster, TEMPLATE)
    await bootstrap({ adminUrl: template })
    await migrate({ adminUrl: template, plugins: [] })
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await client.query(`create database ${name} template ${TEMPLATE} strategy file_copy`)
    return databaseUrl(cluster, name)
  } finally {
    await client.end()
  }
}

function databaseUrl(cluster: string, name: string): string {
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return url.href
}
