import { checkCoverage } from '@wasla/migrations'
import pg from 'pg'
import type { Check } from './subject.ts'

export const tables: Check = {
  name: 'every table is fenced: organization, row-level security, policies, audit',
  async look({ host, schema }) {
    const client = new pg.Client({ connectionString: host.database })
    await client.connect()
    try {
      const own = (await checkCoverage(client)).filter((row) => row.schema === schema)
      const findings = own
        .filter(({ missing }) => missing.length > 0)
        .map(
          ({ table, missing }) =>
            `${schema}.${table} lacks ${missing.join(', ')}; let a migration of the plugin create it, and mark it wasla:shared if all organizations read it.`,
        )
      return { looked: own.length, findings }
    } finally {
      await client.end()
    }
  },
}
