import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { connected, query, startCluster } from './_cluster.ts'
import type { Cluster } from './_cluster.ts'
import { customersTable, removePlugins, writeMigration, writePlugin } from './_plugin.ts'

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster()
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

describe('bootstrap and migrate', () => {
  test('build an empty database in one go and find nothing to do the second time', async () => {
    const adminUrl = await cluster.createDatabase()
    const crm = await writePlugin('crm', { '0001_customers.sql': customersTable })
    const { appUrl } = await bootstrap({ adminUrl })
    const first = await migrate({ adminUrl, plugins: [crm] })
    expect(first.failed).toEqual([])
    expect(first.applied.at(-1)).toMatchObject({ plugin: 'crm', file: '0001_customers.sql' })
    expect(first.applied[0]).toMatchObject({ plugin: 'platform', file: '0001_organizations-and-users.sql' })

    const second = await migrate({ adminUrl, plugins: [crm] })
    expect(second).toMatchObject({ applied: [], failed: [] })
    expect(second.milliseconds).toBeLessThan(500)

    const [session] = await query<{ user: string }>(appUrl, 'select current_user as user')
    expect(session?.user).toBe('wasla_app')
    const modules = await query(appUrl, 'select id, version, sdk from platform.modules')
    expect(modules).toEqual([{ id: 'crm', version: '1.0.0', sdk: 1 }])
  })
})
