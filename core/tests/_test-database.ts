import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A database of the test file's own, in the run's throw-away cluster. */
export interface TestDatabase {
  /** Superuser URL of the new database. */
  readonly adminUrl: string
  drop(): Promise<void>
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** With the platform's schema, cloned: to migrate an empty one takes ten times as long. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('adminUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(
    cluster,
    `create database ${name} template ${inject('platformTemplate')} strategy file_copy`,
  )
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return {
    adminUrl: url.href,
    drop: () => administer(cluster, `drop database if exists ${name} with (force)`),
  }
}
