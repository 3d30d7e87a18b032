import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

type Member = Awaited<ReturnType<TestOrganization['member']>>
type Level = 'none' | 'read' | 'write'

/** The matrix as it is promised, written down once more: by module, or resource of the platform. */
const PROMISED: Record<string, Record<string, Level>> = {
  owner: { crm: 'write', ticketing: 'write', 'platform.*': 'write' },
  admin: { crm: 'write', ticketing: 'write', 'platform.*': 'write' },
  manager: {
    crm: 'write',
    ticketing: 'write',
    'platform.users': 'read',
    'platform.settings': 'read',
    'platform.modules': 'read',
  },
  agent: { crm: 'read', ticketing: 'write', 'platform.modules': 'read' },
  member: { crm: 'read', ticketing: 'read', 'platform.modules': 'read' },
  nobody: {},
}
const roles = Object.keys(PROMISED)

let host: TestHost
let ours: TestOrganization
const people = new Map<string, Member>()
let routes: { method: string; path: string; permission: string }[] = []

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm', 'ticketing'])
  people.set('owner', ours.owner)
  for (const role of ['admin', 'manager', 'agent', 'member', 'nobody'] as const)
    people.set(role, await ours.member(role))
  const { body } = await ours.owner.call('GET', '/openapi.json')
  routes = Object.entries<Record<string, { description?: string }>>(body.paths).flatMap(
    ([path, operations]) =>
      Object.entries(operations).flatMap(([method, { description = '' }]) => {
        const permission = /Needs the permission `([^`]+)`/.exec(description)?.[1]
        return permission === undefined ? [] : [{ method: method.toUpperCase(), path, permission }]
      }),
  )
})
afterAll(() => host.stop())

function promised(role: string, permission: string): boolean {
  const [module = '', resource = '', action = ''] = permission.split('.')
  const levels = PROMISED[role] ?? {}
  const level =
    module === 'platform' ? (levels['platform.*'] ?? levels[`platform.${resource}`]) : levels[module]
  return level === 'write' || level === action
}

describe.each(roles)('%s', (role) => {
  test('is explained to hold exactly what is promised, of every resource there is', async () => {
    if (role === 'owner' || role === 'nobody') return
    const { body } = await ours.owner.call('GET', '/permissions')
    const names: string[] = body.modules.flatMap(
      ({ resources }: { resources: { resource: string; actions: string[] }[] }) =>
        resources.flatMap(({ resource, actions }) => actions.map((action) => `${resource}.${action}`)),
    )
    expect(names.length).toBeGreaterThan(20)
    const wrong: string[] = []
    for (const name of names) {
      const answer = await ours.owner.call(
        'GET',
        `/permissions/explain?user=${people.get(role)!.userId}&action=${name}`,
      )
      if (answer.body.allowed !== promised(role, name)) wrong.push(`${name}: ${answer.body.message}`)
    }
    expect(wrong).toEqual([])
  })

  test('gets past the permission of a route exactly where it is promised', async () => {
    expect(routes.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const { method, path, permission } of routes) {
      // An id that is nowhere and a body that is wrong: what is allowed fails later, and changes nothing.
      const url = path
        .replace(/^\/api\/v1/, '')
        .replaceAll(/\{[^}]+\}/g, '00000000-0000-7000-8000-000000000000')
      const { status, body } = await people
        .get(role)!
        .call(method, url, method === 'GET' ? {} : { body: { wrong: true } })
      const refused = status === 403 && body.code === 'permission_denied'
      if (refused === promised(role, permission)) wrong.push(`${method} ${path} (${permission}): ${status}`)
    }
    expect(wrong).toEqual([])
  })
})

test('every permission that a route asks for can be given', async () => {
  const { body } = await ours.owner.call('GET', '/permissions')
  const grantable = new Set(
    body.modules.flatMap(({ resources }: { resources: { resource: string; actions: string[] }[] }) =>
      resources.flatMap(({ resource, actions }) => actions.map((action) => `${resource}.${action}`)),
    ),
  )
  expect(
    [...new Set(routes.map(({ permission }) => permission))].filter((name) => !grantable.has(name)),
  ).toEqual([])
})
