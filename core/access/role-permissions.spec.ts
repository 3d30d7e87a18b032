import { manifestSchema } from '@wasla/sdk'
import { expect, test } from 'vitest'
import type { Permissions } from '../contexts/actor.ts'
import { RolePermissions } from './role-permissions.ts'

const title = { en: 'x', ar: 'x' }
const manifests = new Map(
  ['crm', 'ticketing', 'billing', 'courses'].map((id) => [
    id,
    manifestSchema.parse({
      id,
      version: '1.0.0',
      name: title,
      description: title,
      sdk: 1,
      permissions: [
        { resource: 'things', actions: ['read', 'write'], title },
        { resource: 'tickets', actions: ['read', 'write'], own: true, title },
      ],
    }),
  ]),
)
const roles = new RolePermissions(() => manifests)

test.each([
  ['owner', ['crm.things.write', 'platform.users.write', 'platform.settings.write']],
  ['admin', ['crm.things.write', 'platform.modules.write']],
  [
    'manager',
    [
      'crm.things.read',
      'crm.things.write',
      'billing.things.read',
      'courses.things.write',
      'platform.users.read',
      'platform.settings.read',
      'platform.modules.read',
    ],
  ],
  [
    'agent',
    ['crm.things.read', 'ticketing.tickets.read', 'ticketing.tickets.write', 'platform.modules.read'],
  ],
  ['member', ['crm.things.read', 'ticketing.things.read', 'courses.things.read']],
])('%s may', (role, held) => {
  const permissions = roles.builtIn(role)!
  expect(held.filter((permission) => !permissions.has(permission))).toEqual([])
})

test.each([
  [
    'manager',
    ['billing.things.write', 'platform.users.write', 'platform.settings.write', 'platform.modules.write'],
  ],
  [
    'agent',
    [
      'crm.things.write',
      // Not limited to one's own there, so it is not an agent's.
      'ticketing.things.read',
      'courses.things.read',
      'billing.things.read',
      'platform.settings.read',
      'platform.modules.write',
    ],
  ],
  ['member', ['crm.things.write', 'ticketing.things.write', 'billing.things.read', 'platform.users.read']],
])('%s may not', (role, refused) => {
  const permissions = roles.builtIn(role)!
  expect(refused.filter((permission) => permissions.has(permission))).toEqual([])
})

test('an agent is limited to their own where they may write, and nobody else is limited', () => {
  const limits = (role: string) => (roles.builtIn(role) as Permissions).ownOnly
  expect(limits('agent')).toBe(' ticketing.tickets ')
  expect(['owner', 'admin', 'manager', 'member'].map(limits)).toEqual(['', '', '', ''])
})

test('a role that nobody defined is none of the built-in ones', () => {
  expect(roles.builtIn('invented')).toBeUndefined()
})

test('a custom role holds what it lists, limited only where all of it is', () => {
  const granted = roles.granted([
    'crm.tickets.read:own',
    'ticketing.tickets.read',
    'ticketing.tickets.write:own',
    'crm.things.write',
    'gone.things.write',
    'nonsense',
  ])
  expect(granted.ownOnly).toBe(' crm.tickets ')
  expect(
    ['crm.tickets.read', 'crm.things.read', 'ticketing.tickets.write'].map((name) => granted.has(name)),
  ).toEqual([true, true, true])
  expect(['crm.tickets.write', 'gone.things.write', 'nonsense'].map((name) => granted.has(name))).toEqual([
    false,
    false,
    false,
  ])
})

test('what no migration made a rule for cannot be limited, and is not given to those who would be', () => {
  const unruled = new RolePermissions(() => manifests)
  unruled.ruledBy(new Set(['crm.tickets']))
  expect(unruled.builtIn('agent')?.has('ticketing.tickets.read')).toBe(false)
  expect(unruled.granted(['crm.tickets.read:own']).has('crm.tickets.read')).toBe(true)
  expect(unruled.granted(['ticketing.tickets.read:own']).has('ticketing.tickets.read')).toBe(false)
})

test('a limit that the module cannot keep grants nothing', () => {
  expect(roles.granted(['crm.things.write:own']).has('crm.things.read')).toBe(false)
})
