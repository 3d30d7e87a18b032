import { randomBytes, randomUUID } from 'node:crypto'
import { defineRoutes, secret } from '@wasla/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  fakeIdentity,
  loadedPlugin,
  registryOf,
  serverOptions,
  startServer,
  type RunningServer,
} from '../../http/tests/_server.ts'
import type { AuthenticatedSession, Authenticator } from '../../identity/session.ts'
import { createGate, type DatabaseGate } from '../database-gate.ts'
import { moduleRoutes } from '../http/module.routes.ts'
import { createKeyring } from '../../encryption/keyring.ts'
import { createSettings, type Settings } from '../settings/settings.ts'
import { createSignals } from '../../events/signals.ts'
import { createTaskWorker } from '../../tasks/task-worker.ts'
import { runPurge } from '../data/run-purge.ts'
import { createTenancyDatabase, silent, type TenancyDatabase } from './_tenancy.ts'

const crm = loadedPlugin('crm', {
  settings: z.object({ greeting: z.string().default('Hello'), apiKey: secret(z.string()).optional() }),
  routes: [
    defineRoutes((app) => {
      app.get(
        '/ping',
        { config: { member: true }, schema: { response: { 200: z.object({ pong: z.boolean() }) } } },
        async () => ({ pong: true }),
      )
    }),
  ],
})
const ticketing = loadedPlugin('ticketing', {}, { requires: { crm: '^1.0.0' } })
const registry = registryOf(crm, ticketing)
registry.quarantine('broken', 'load', 'code_missing', 'Its code is gone.')

let database: TenancyDatabase
let gate: DatabaseGate
let server: RunningServer
let settings: Settings
const signals = createSignals()
const organizations: Record<string, string> = {}

// Tokens are `<organization>:<role>`.
const identity: Authenticator = {
  ...fakeIdentity,
  authenticate(request) {
    const session = fakeIdentity.authenticate(request) as AuthenticatedSession | null
    const [name = '', role = ''] = request.headers.authorization?.replace('Bearer ', '').split(':') ?? []
    return (
      session && {
        ...session,
        role,
        organizationId: organizations[name] ?? '',
        principal: { ...session.principal, id: randomUUID() },
        permissions: { has: (permission: string) => role === 'owner' || permission.startsWith(`${role}.`) },
      }
    )
  },
}

beforeAll(async () => {
  database = await createTenancyDatabase([crm.manifest, ticketing.manifest])
  for (const name of ['one', 'two', 'three']) organizations[name] = await database.createOrganization(name)
  const { platform, appUrl: url } = database
  gate = createGate({
    url,
    platform,
    hostName: 'test',
    role: 'web',
    serving: () => new Set(['crm', 'ticketing']),
    log: silent,
  })
  await gate.start()
  settings = createSettings({
    platform,
    gate,
    registry,
    keyring: createKeyring([randomBytes(32).toString('base64')]),
    log: silent,
  })
  server = await startServer(
    serverOptions(registry, {
      identity,
      gate,
      platform,
      platformRoutes: [
        moduleRoutes({
          platform,
          gate,
          registry,
          settings,
          entitlements: () => [],
          signals,
          log: silent,
          lifecycle: { onEnable: async () => {}, onDisable: async () => {} },
        }),
      ],
    }),
  )
})
afterAll(async () => {
  await server.app.close()
  await gate.stop()
  await database.close()
})

const endpoints = [
  ['GET', '/modules'],
  ['GET', '/modules/crm'],
  ['PUT', '/modules/crm', { active: true }],
  ['GET', '/modules/crm/settings'],
  ['PUT', '/modules/crm/settings', { value: {} }],
  ['GET', '/modules/crm/settings/schema'],
  ['GET', '/modules/crm/export'],
  ['GET', '/modules/crm/purge-preview'],
  ['POST', '/modules/crm/purge', { confirmation: 'x' }],
  ['GET', '/modules/purges'],
] as const

test.each(endpoints)(
  '%s %s answers 401 without a session and 403 without the permission',
  async (method, path, body?) => {
    expect((await server.call(`/api/v1${path}`, { method, body })).status).toBe(401)
    const { status, body: problem } = await server.call(`/api/v1${path}`, { method, body, token: 'one:crm' })
    expect([status, problem.code]).toEqual([403, 'permission_denied'])
  },
)

test('a module is listed, switched on and off, in one organization only', async () => {
  const as = (organization: string) => ({ token: `${organization}:owner` })
  expect((await server.call('/api/v1/crm/ping', as('one'))).body.code).toBe('module_inactive')

  const refused = await server.call('/api/v1/modules/ticketing', {
    ...as('one'),
    method: 'PUT',
    body: { active: true },
  })
  expect([refused.status, refused.body.code, refused.body.requirements[0].id]).toEqual([
    409,
    'requirements_inactive',
    'crm',
  ])

  const on = await server.call('/api/v1/modules/ticketing?wait=acknowledged', {
    ...as('one'),
    method: 'PUT',
    body: { active: true, withRequirements: true },
  })
  expect(on.status).toBe(200)
  expect(on.body).toMatchObject({
    id: 'ticketing',
    active: true,
    switchedOn: ['crm', 'ticketing'],
    switchedOff: [],
  })
  expect((await server.call('/api/v1/crm/ping', as('one'))).body).toEqual({ pong: true })
  expect((await server.call('/api/v1/crm/ping', as('two'))).status).toBe(404)

  const { body: list } = await server.call('/api/v1/modules', as('one'))
  expect(list.items).toMatchObject([
    { id: 'crm', active: true, status: 'ready', reason: null, dependents: ['ticketing'], hasSettings: true },
    { id: 'ticketing', active: true, requires: ['crm'], hasSettings: false },
    { id: 'broken', active: false, status: 'quarantined', reason: 'Its code is gone.' },
  ])
  expect((await server.call('/api/v1/modules/crm', as('two'))).body.active).toBe(false)

  const needed = await server.call('/api/v1/modules/crm', {
    ...as('one'),
    method: 'PUT',
    body: { active: false },
  })
  expect([needed.status, needed.body.code]).toEqual([409, 'active_dependents'])
  expect(needed.body.dependents).toEqual([{ id: 'ticketing', name: { en: 'ticketing', ar: 'ticketing' } }])
  expect(needed.body.detail).toContain('"ticketing"')
  const off = await server.call('/api/v1/modules/crm', {
    ...as('one'),
    method: 'PUT',
    body: { active: false, cascade: true },
  })
  expect([off.status, off.body.switchedOff]).toEqual([200, ['ticketing', 'crm']])
  expect((await server.call('/api/v1/crm/ping', as('one'))).status).toBe(404)

  const unknown = await server.call('/api/v1/modules/nothing', {
    ...as('one'),
    method: 'PUT',
    body: { active: true },
  })
  expect([unknown.status, unknown.body.code]).toEqual([404, 'module_unknown'])
  const misspelt = await server.call('/api/v1/modules/crm', {
    ...as('one'),
    method: 'PUT',
    body: { active: true, casscade: true },
  })
  expect([misspelt.status, misspelt.body.fields[0].field]).toEqual([400, 'casscade'])
})

test('202 names the hosts that may still answer by the old state', async () => {
  await database.admin.query(
    `insert into platform.hosts (name, role, lease_until, applied_version) values ('stuck', 'web', now() + interval '1 hour', 0)`,
  )
  try {
    const { status, body } = await server.call('/api/v1/modules/crm?wait=acknowledged', {
      method: 'PUT',
      token: 'three:owner',
      body: { active: true },
    })
    expect(status).toBe(202)
    expect(body).toMatchObject({ active: true, missing: [{ name: 'stuck' }] })
  } finally {
    await database.admin.query(`delete from platform.hosts where name = 'stuck'`)
  }
})

test('settings are read, replaced by version, and their form is described', async () => {
  const token = 'one:owner'
  const path = '/api/v1/modules/crm/settings'
  const first = await server.call(path, { token })
  expect([first.body, first.headers.get('etag')]).toEqual([
    { value: { greeting: 'Hello' }, secrets: { apiKey: false }, version: 0 },
    '"v0"',
  ])
  const saved = await server.call(path, {
    method: 'PUT',
    token,
    body: { value: { greeting: 'Hi', apiKey: 'sk-1' } },
    headers: { 'if-match': '"v0"' },
  })
  expect(saved.body).toEqual({ value: { greeting: 'Hi' }, secrets: { apiKey: true }, version: 1 })
  const stale = await server.call(path, {
    method: 'PUT',
    token,
    body: { value: {} },
    headers: { 'if-match': '"v0"' },
  })
  expect([stale.status, stale.body.code]).toEqual([412, 'stale_version'])
  const wrong = await server.call(path, { method: 'PUT', token, body: { value: { greting: 1 } } })
  expect([wrong.status, wrong.body.fields]).toEqual([
    400,
    [{ field: 'greting', message: expect.any(String) }],
  ])
  expect((await server.call(path, { token: 'two:owner' })).body.version).toBe(0)
  const { body: form } = await server.call(`${path}/schema`, { token })
  expect(form.properties).toMatchObject({ greeting: { type: 'string' }, apiKey: { writeOnly: true } })
})

test('data is exported and purged while the module is off', async () => {
  const token = 'two:owner'
  await server.call('/api/v1/modules/crm/settings', {
    method: 'PUT',
    token,
    body: { value: { greeting: 'Hi' } },
  })
  expect(await settings.read(organizations['two']!, 'crm')).toEqual({ greeting: 'Hi' })
  const exported = await fetch(`${server.url}/api/v1/modules/crm/export`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(exported.headers.get('content-type')).toContain('application/x-ndjson')
  expect(exported.headers.get('content-disposition')).toContain('crm.ndjson')
  const lines = (await exported.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toMatchObject([
    { export: { module: 'crm' } },
    { table: 'platform.settings', row: { organization_id: organizations['two'] } },
    { end: { rows: { 'platform.settings': 1 } } },
  ])
  const preview = await server.call('/api/v1/modules/crm/purge-preview', { token })
  expect(preview.body.rows['platform.settings']).toBe(1)
  const { confirmation } = preview.body
  const other = await server.call('/api/v1/modules/crm/purge', {
    method: 'POST',
    token: 'three:owner',
    body: { confirmation },
  })
  expect([other.status, other.body.code]).toEqual([409, 'module_active'])
  const purged = await server.call('/api/v1/modules/crm/purge', {
    method: 'POST',
    token,
    body: { confirmation },
  })
  expect([purged.status, purged.body.status]).toEqual([202, 'waiting'])
  const again = await server.call('/api/v1/modules/crm/purge', {
    method: 'POST',
    token,
    body: { confirmation },
  })
  expect([again.status, again.body.code]).toEqual([409, 'task_under_way'])
  const worker = createTaskWorker({
    platform: database.platform,
    signals,
    log: silent,
    run: {
      purge: (task) => runPurge({ platform: database.platform, registry }, task),
      export: async () => {},
    },
  })
  worker.start()
  const purges = async (as: string) => (await server.call('/api/v1/modules/purges', { token: as })).body.items
  await expect
    .poll(() => purges(token))
    .toMatchObject([{ module: 'crm', status: 'completed', failure: null }])
  await worker.stop()
  expect((await purges(token))[0].rows['platform.settings']).toBe(1)
  expect(await purges('three:owner')).toEqual([])
  expect((await server.call('/api/v1/modules/crm/settings', { token })).body.version).toBe(0)
  await expect.poll(() => settings.read(organizations['two']!, 'crm')).toEqual({})
})
