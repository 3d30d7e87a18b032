import { afterAll, beforeAll, expect, test } from 'vitest'
import { Registry } from '../../kernel/registry.ts'
import { listModules } from '../list-modules.ts'
import { createTenancyDatabase, manifest, type TenancyDatabase } from './_tenancy.ts'

let database: TenancyDatabase

beforeAll(async () => {
  database = await createTenancyDatabase([
    manifest('crm'),
    manifest('unreadable'),
    manifest('gone', { requires: { crm: '*' } }),
  ])
  await database.admin.query(
    `insert into platform.modules (id, version, sdk, manifest) values ('ancient', '0.1.0', 1, '{"an":"old format"}')`,
  )
  await database.admin.query(
    `insert into platform.modules (id, version, sdk, manifest, removed_at) values ('removed', '1.0.0', 1, '{}', now())`,
  )
})
afterAll(() => database.close())

test('every module is listed, whatever became of its code, and says why it cannot be served', async () => {
  const organizationId = await database.createOrganization()
  await database.toggle(organizationId, 'gone', true)
  const registry = new Registry()
  registry.addManifest(manifest('crm'))
  registry.addManifest(manifest('broken'))
  registry.quarantine('broken', 'load', 'code_missing', 'Its code is gone.')
  registry.quarantine('unreadable', 'manifest', 'manifest_invalid', 'Its plugin.json is no JSON.')
  registry.quarantine('never-installed', 'manifest', 'manifest_invalid', 'It has no plugin.json.')
  registry.quarantine('No Id At All', 'manifest', 'manifest_invalid', 'It has no plugin.json.')

  const modules = await listModules(
    {
      platform: database.platform,
      registry,
      entitlements: () => [{ refuse: async (id) => (id === 'broken' ? 'It is not in the plan.' : null) }],
    },
    organizationId,
  )
  expect(modules.map(({ id, status, active, reason }) => [id, status, active, reason])).toEqual([
    ['crm', 'ready', false, null],
    ['broken', 'quarantined', false, 'Its code is gone.'],
    ['ancient', 'missing', false, expect.stringContaining('not on this host')],
    ['gone', 'missing', true, expect.stringContaining('not on this host')],
    ['unreadable', 'quarantined', false, 'Its plugin.json is no JSON.'],
    ['never-installed', 'quarantined', false, 'It has no plugin.json.'],
  ])
  expect(modules[0]?.dependents).toEqual(['gone'])
  expect(modules.slice(0, 2).map(({ planRefusal }) => planRefusal)).toEqual([null, 'It is not in the plan.'])
})
