import { manifestSchema } from '@wasla/sdk'
import { expect, test } from 'vitest'
import { permissionsOf } from './role-permissions.ts'

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
      permissions: [{ resource: 'things', actions: ['read', 'write'], title }],
    }),
  ]),
)

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
  ['agent', ['crm.things.read', 'ticketing.things.write', 'courses.things.read', 'platform.modules.read']],
  ['member', ['crm.things.read', 'ticketing.things.read', 'courses.things.read']],
])('%s may', (role, held) => {
  const permissions = permissionsOf(role, manifests)
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
      'courses.things.write',
      'billing.things.read',
      'platform.settings.read',
      'platform.modules.write',
    ],
  ],
  ['member', ['crm.things.write', 'ticketing.things.write', 'billing.things.read', 'platform.users.read']],
  ['invented', ['crm.things.read', 'platform.modules.read']],
])('%s may not', (role, refused) => {
  const permissions = permissionsOf(role, manifests)
  expect(refused.filter((permission) => permissions.has(permission))).toEqual([])
})
