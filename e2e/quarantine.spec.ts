import { join } from 'node:path'
import { customerCreated } from '@wasla/plugin-crm/contract'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { defineRoutes, defineSubscriber } from '@wasla/sdk'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { pluginFolder, type PluginFolder } from './_plugin-folder.ts'

const requires = { crm: '^1.0.0' }
const never = () => new Promise<never>(() => {})

const misspelt = { id: 'misspelt', permisions: [] }

/** Each is broken in a way of its own; what is said of it names the phase and the cause. */
const broken = {
  'claims-a-route': {
    phase: 'register',
    cause: '/api/v1/crm/customers',
    folder: () =>
      pluginFolder(
        { id: 'claims-a-route', requires, routePrefix: '/crm' },
        {
          routes: [
            defineRoutes((app) => void app.get('/customers', { config: { member: true } }, () => 'mine')),
          ],
        },
      ),
  },
  'claims-a-type': {
    phase: 'register',
    cause: 'Customer',
    folder: () =>
      pluginFolder(
        { id: 'claims-a-type', requires },
        {
          graphql: (builder) => {
            builder
              .objectRef<{ id: string }>('Customer')
              .implement({ fields: (t) => ({ mine: t.exposeID('id') }) })
          },
        },
      ),
  },
  'hangs-at-start': {
    phase: 'start',
    cause: 'did not finish starting',
    folder: () => pluginFolder({ id: 'hangs-at-start' }, { lifecycle: { start: never } }),
  },
  'throws-at-register': {
    phase: 'register',
    cause: 'no luck',
    folder: () =>
      pluginFolder(
        { id: 'throws-at-register' },
        {
          lifecycle: {
            register: () => {
              throw new Error('no luck')
            },
          },
        },
      ),
  },
  'has-no-code': {
    phase: 'load',
    cause: 'not on disk',
    folder: () => pluginFolder({ id: 'has-no-code' }, () => import(join('/nowhere', 'plugin.ts'))),
  },
  'cannot-migrate': {
    phase: 'migrate',
    cause: 'division by zero',
    folder: () =>
      pluginFolder(
        { id: 'cannot-migrate' },
        {},
        {
          '0001_things.sql':
            'create table cannot_migrate.things (id uuid primary key default uuidv7(), organization_id uuid not null, size int not null, unique (organization_id, id));',
          '0002_fill.data.sql':
            'insert into cannot_migrate.things (organization_id, size) values (uuidv7(), 1 / 0);',
        },
      ),
  },
  'needs-a-stranger': {
    phase: 'resolve',
    cause: 'stranger',
    folder: () => pluginFolder({ id: 'needs-a-stranger', requires: { stranger: '^1.0.0' } }),
  },
  'needs-another-crm': {
    phase: 'resolve',
    cause: '^9.0.0',
    folder: () => pluginFolder({ id: 'needs-another-crm', requires: { crm: '^9.0.0' } }),
  },
  'goes-in-circles': {
    phase: 'resolve',
    cause: 'round-and-round',
    folder: () => pluginFolder({ id: 'goes-in-circles', requires: { 'round-and-round': '*' } }),
  },
  'round-and-round': {
    phase: 'resolve',
    cause: 'goes-in-circles',
    folder: () => pluginFolder({ id: 'round-and-round', requires: { 'goes-in-circles': '*' } }),
  },
  'needs-the-broken': {
    phase: 'start',
    cause: 'hangs-at-start',
    folder: () => pluginFolder({ id: 'needs-the-broken', requires: { 'hangs-at-start': '*' } }),
  },
} as const

const failing = () =>
  pluginFolder(
    { id: 'fails-later', requires },
    {
      subscribers: [
        defineSubscriber({
          name: 'fails-later.never-succeeds',
          event: customerCreated,
          retry: { limit: 1, delay: 1 },
          handle: async () => {
            throw new Error('This subscriber always throws')
          },
        }),
      ],
      routes: [
        defineRoutes((app) => {
          app.get('/works', { config: { member: true } }, () => 'works')
          app.get('/leaks', { config: { member: true } }, () => {
            setTimeout(async () => {
              throw new Error('Forgotten in a timer')
            }, 1)
            return 'leaks'
          })
        }),
      ],
    },
  )

let folders: PluginFolder[]
let host: TestHost
let ours: TestOrganization

beforeAll(async () => {
  folders = await Promise.all([...Object.values(broken).map(({ folder }) => folder()), failing()])
  const unknownKey = await pluginFolder(misspelt)
  folders.push(unknownKey)
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: folders, startLimit: 300 })
  ours = await host.organization('Ours', ['ticketing', 'fails-later'])
})

afterAll(async () => {
  await host.stop()
  await Promise.all(folders.map((folder) => folder.remove()))
})

const quarantined = async () =>
  (await host.visitor.call('GET', '//readyz')).body.quarantined as {
    plugin: string
    phase: string
    reason: string
  }[]

describe.each(Object.entries(broken))('%s', (id, { phase, cause }) => {
  test('is named with phase and cause by /readyz', async () => {
    const entry = (await quarantined()).find(({ plugin }) => plugin === id)
    expect(entry).toMatchObject({ plugin: id, phase })
    expect(entry?.reason).toContain(cause)
  })

  test('is named by the list of modules, and cannot be switched on', async () => {
    const { body } = await ours.owner.call('GET', `/modules/${id}`)
    expect(body).toMatchObject({ id, active: false, status: 'quarantined' })
    expect(body.reason).toContain(cause)
    const refused = await ours.owner.call('PUT', `/modules/${id}`, {
      body: { active: true, withRequirements: true },
    })
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(refused.status).toBeLessThan(500)
    expect(refused.body.detail).toContain(id)
  })

  test('is named by the log', () => {
    const lines = host.log.filter(({ plugin, msg }) => plugin === id && msg.includes(cause))
    expect(lines.length).toBeGreaterThan(0)
  })
})

test('a manifest with an unknown key is named by the folder it lies in, with the key', async () => {
  const entry = (await quarantined()).find(({ reason }) => reason.includes('permisions'))
  expect(entry).toMatchObject({ phase: 'manifest' })
  expect(entry?.plugin).toContain('wasla-misspelt')
})

test('nobody else is kept out, and all the others are served', async () => {
  expect(
    (await quarantined())
      .map(({ plugin }) => plugin)
      .filter((id) => !id.includes('misspelt'))
      .sort(),
  ).toEqual(Object.keys(broken).sort())
  expect((await host.visitor.call('GET', '//readyz')).status).toBe(200)
  const customer = await ours.owner.call('POST', '/crm/customers', { body: { companyName: 'Served' } })
  expect(customer.status).toBe(201)
  expect((await ours.owner.call('GET', '/crm/customers')).body.items).toMatchObject([
    { companyName: 'Served' },
  ])
  const { data, errors } = await ours.owner.graphql('{ customers { nodes { companyName tickets { id } } } }')
  expect(errors).toBeUndefined()
  expect(data.customers.nodes).toEqual([{ companyName: 'Served', tickets: [] }])
  expect((await ours.owner.call('GET', '/fails-later/works')).body).toBe('works')
})

test('a subscriber that throws for ever is put aside with its reason; the others get their events', async () => {
  const settings = { welcomeTicket: true }
  await ours.owner.call('PUT', '/modules/ticketing/settings', { body: { value: settings } })
  const { body: customer } = await ours.owner.call('POST', '/crm/customers', {
    body: { companyName: 'Heard' },
  })
  await eventually(async () => {
    const { body } = await ours.owner.call('GET', `/tickets?customerId=${customer.id}`)
    expect(body.items).toMatchObject([{ subject: 'Welcome Heard' }])
  })
  await eventually(async () => {
    const dead = await host.query(
      `select output ->> 'message' as reason from pgboss.job where state = 'failed' and name like 'fails-later%'`,
    )
    expect(dead.length).toBeGreaterThan(0)
    expect(dead[0].reason).toContain('This subscriber always throws')
  })
  const told = host.log.filter(({ plugin, level }) => plugin === 'fails-later' && level >= 40)
  expect(JSON.stringify(told)).toContain('This subscriber always throws')
  const { body: metrics } = await host.visitor.call('GET', '//metrics')
  expect(metrics).toMatch(/wasla_.*error.*fails-later/)
})

test('a rejection in a timer is put down to its plugin; the host stays up', async () => {
  // The test runner listens too and would fail the run; it must not see what this test provokes.
  const runner = process.listeners('unhandledRejection').filter(({ name }) => name !== 'handle')
  for (const listener of runner) process.off('unhandledRejection', listener)
  await ours.owner.call('GET', '/fails-later/leaks')
  const line = await eventually(() => {
    const found = host.log.find(({ msg }) => msg.includes('Forgotten in a timer'))
    expect(found).toBeDefined()
    return found
  })
  for (const listener of runner) process.on('unhandledRejection', listener)
  expect(line).toMatchObject({ plugin: 'fails-later' })
  expect((await ours.owner.call('GET', '/fails-later/works')).status).toBe(200)
  expect((await host.visitor.call('GET', '//livez')).status).toBe(200)
})
