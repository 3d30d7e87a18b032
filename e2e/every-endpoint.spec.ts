import { readFileSync } from 'node:fs'
import { startTestHost, type TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { PASSWORD } from './organizations/_people.ts'

type Member = TestClient & { readonly userId: string }

/** A request that succeeds. Of a path with ids in it, whoever belongs to another organization finds nothing. */
interface Success {
  readonly by?: TestClient
  readonly path?: string
  readonly body?: object
  /** Of what comes back, for the steps behind. */
  readonly keep?: string
}

interface Operation {
  readonly name: string
  readonly permission: boolean
  readonly anonymous: boolean
}

const accounts = 'core/identity/tests/accounts.spec.ts'
const factors = 'core/identity/tests/second-factor.spec.ts'
const passkeys = 'core/identity/tests/passkeys.spec.ts'
const phones = 'core/identity/tests/phones.spec.ts'
const providers = 'core/identity/tests/providers.spec.ts'
const invitations = 'e2e/organizations/invitations.spec.ts'

/** What takes more than one request to succeed, and the test in which it does. */
const SHOWN_BY: Record<string, string> = {
  'GET /openapi.json': 'e2e/isolation/_rest-walk.ts',
  'POST /auth/register': accounts,
  'POST /auth/confirm-registration': 'core/identity/tests/registration.spec.ts',
  'POST /auth/login': accounts,
  'POST /auth/forgot-password': accounts,
  'POST /auth/reset-password': accounts,
  'POST /auth/verify-email': accounts,
  'POST /auth/confirm-email-change': accounts,
  'POST /auth/refresh': 'core/identity/tests/refresh.spec.ts',
  'POST /auth/second-factor': factors,
  'POST /auth/second-factor/send': factors,
  'POST /users/me/second-factor/totp/confirm': factors,
  'POST /users/me/second-factor/totp/remove': factors,
  'POST /users/me/second-factor/backup-codes': factors,
  'POST /auth/passkey/options': passkeys,
  'POST /auth/passkey': passkeys,
  'POST /users/me/passkeys': passkeys,
  'PATCH /users/me/passkeys/{id}': passkeys,
  'POST /users/me/passkeys/{id}/remove': passkeys,
  'PUT /users/me/phone': phones,
  'PATCH /users/me/phone': phones,
  'POST /users/me/phone/confirm': phones,
  'POST /users/me/phone/remove': phones,
  'GET /auth/providers': providers,
  'GET /auth/providers/{key}/start': providers,
  'GET /auth/providers/callback': providers,
  'POST /users/me/identities/{key}': providers,
  'POST /users/me/identities/{key}/remove': providers,
  'POST /organization/sign-in-providers': providers,
  'PATCH /organization/sign-in-providers/{id}': providers,
  'DELETE /organization/sign-in-providers/{id}': providers,
  'POST /auth/switch-organization': 'e2e/organizations/organization.spec.ts',
  'POST /auth/invitation': invitations,
  'POST /auth/accept-invitation': invitations,
  'POST /modules/{id}/purge': 'e2e/_purge.ts',
  'POST /exports': 'e2e/exports.spec.ts',
  'GET /exports/{id}': 'e2e/exports.spec.ts',
  'POST /exports/{id}/link': 'e2e/exports.spec.ts',
  'DELETE /exports/{id}': 'e2e/exports.spec.ts',
  'POST /jobs/{id}/redrive': 'e2e/jobs.spec.ts',
  'POST /jobs/{id}/cancel': 'e2e/jobs.spec.ts',
  'GET /jobs/{id}': 'e2e/jobs.spec.ts',
  'POST /operator/jobs/{id}/cancel': 'e2e/jobs.spec.ts',
  'GET /live': 'e2e/live.spec.ts',
  'GET /files/{id}/content': 'e2e/files.spec.ts',
  'POST /files': 'e2e/files.spec.ts',
  'GET /files/{id}': 'e2e/files.spec.ts',
  'DELETE /files/{id}': 'e2e/files.spec.ts',
  'POST /files/{id}/link': 'e2e/files.spec.ts',
  'POST /privacy/requests/{id}/link': 'e2e/privacy.spec.ts',
  'GET /webhooks/{id}/deliveries/{delivery}': 'e2e/webhooks.spec.ts',
  'POST /webhooks/{id}/deliveries/{delivery}/replay': 'e2e/webhooks.spec.ts',
  'POST /push-subscriptions': 'e2e/push.spec.ts',
  'DELETE /push-subscriptions/{id}': 'e2e/push.spec.ts',
  'GET /saved-views': 'e2e/organizations/members.spec.ts',
  'PUT /saved-views': 'e2e/organizations/members.spec.ts',
  'DELETE /saved-views/{id}': 'e2e/organizations/members.spec.ts',
}

/** Any member may: it is about themselves, or everybody in the organization needs it. */
const ANY_MEMBER =
  /^\w+ \/(auth\/|users\/me\b|notification|push-subscriptions|saved-views|exports|organizations$|permissions$|live$|files(?!$)|jobs\/\{id\}$)|^GET \/organization$|^DELETE \/organization\/membership$|^POST \/files$/
const OWNERS_ONLY = /^\w+ \/organization\/(deletion|ownership)$/
const OPERATORS_ONLY = /^\w+ \/operator\//

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization
let staff: TestOrganization
let nobody: Member
let spare: Member
let leaver: Member
let operations: Operation[] = []
const kept: Record<string, string> = {}

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl'), outboundNetworks: ['127.0.0.0/8'] })
  ;[ours, theirs, staff] = [
    await host.organization('Ours'),
    await host.organization('Theirs'),
    await host.organization('Staff'),
  ]
  ;[nobody, spare, leaver] = [
    await ours.member('nobody'),
    await ours.member('agent'),
    await ours.member('agent'),
  ]
  await host.query('insert into platform.operators (user_id) values ($1)', [staff.owner.userId])
  // Of an organization without modules, which is to say the platform's own.
  const { body } = await ours.owner.call('GET', '/openapi.json')
  operations = Object.entries<Record<string, { description?: string; security?: unknown[] }>>(
    body.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description = '', security }]) => ({
      name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
      permission: description.includes('Needs the permission'),
      anonymous: security?.length === 0,
    })),
  )
})
afterAll(() => host.stop())

const NOWHERE = '01990000-0000-7000-8000-000000000000'

function ask(by: TestClient, name: string, { path, body }: Success = {}) {
  const [method = '', template = ''] = name.split(' ')
  const needsBody = method !== 'GET' && method !== 'DELETE'
  return by.call(
    method,
    path ?? template.replaceAll(/\{\w+\}/g, NOWHERE),
    needsBody ? { body: body ?? {} } : {},
  )
}

/** In this order: what a step makes, a later one uses. */
function successes(): [string, Success][] {
  const { owner } = ours
  const currentPassword = PASSWORD
  const reason = 'Ticket 4711: the list stays empty'
  const organization = `/operator/organizations/${theirs.id}`
  const person = `/operator/users/${leaver.userId}/suspension`
  return [
    ['GET /users/me', {}],
    ['PATCH /users/me', { body: { timeZone: 'Africa/Cairo' } }],
    ['POST /users/me/email-verification', {}],
    ['POST /users/me/email', { body: { email: 'another@example.com', currentPassword } }],
    ['PUT /users/me/password', { body: { password: PASSWORD, currentPassword } }],
    ['GET /users/me/sessions', { by: spare, keep: 'items.0.id' }],
    [
      'DELETE /users/me/sessions/{id}',
      { by: spare, path: `/users/me/sessions/${kept['GET /users/me/sessions']}` },
    ],
    ['DELETE /users/me/sessions', { by: leaver, path: '/users/me/sessions?except=current' }],
    ['GET /users/me/second-factor', {}],
    ['POST /users/me/second-factor/totp', { body: { currentPassword } }],
    ['GET /organization/second-factor', {}],
    ['PUT /organization/second-factor', { body: { required: false } }],
    ['GET /users/me/passkeys', {}],
    ['POST /users/me/passkeys/options', { body: { currentPassword } }],
    ['GET /users/me/phone', {}],
    ['GET /users/me/identities', {}],
    ['GET /organization/sign-in-providers', {}],
    ['GET /organizations', {}],
    ['POST /organizations', { body: { name: 'Second' } }],
    ['GET /organization', {}],
    ['PATCH /organization', { body: { taxId: '123' } }],
    ['GET /organization/allowed-addresses', {}],
    ['PUT /organization/allowed-addresses', { body: { networks: [] } }],
    ['POST /organization/deletion', { body: { confirmation: 'Ours' } }],
    ['DELETE /organization/deletion', {}],
    ['GET /users', {}],
    ['GET /users/{userId}', { path: `/users/${spare.userId}` }],
    ['DELETE /users/{userId}/sessions', { path: `/users/${spare.userId}/sessions` }],
    ['POST /users/{userId}/password-reset', { path: `/users/${spare.userId}/password-reset` }],
    ['PATCH /users/{userId}', { path: `/users/${spare.userId}`, body: { role: 'member' } }],
    ['DELETE /users/{userId}', { path: `/users/${spare.userId}` }],
    ['POST /users/invite', { body: { email: 'invited@example.com' }, keep: 'id' }],
    ['GET /users/invitations', {}],
    [
      'POST /users/invitations/{id}/resend',
      { path: `/users/invitations/${kept['POST /users/invite']}/resend` },
    ],
    ['DELETE /users/invitations/{id}', { path: `/users/invitations/${kept['POST /users/invite']}` }],
    ['GET /permissions', {}],
    [
      'GET /permissions/explain',
      { path: `/permissions/explain?user=${owner.userId}&action=platform.users.read` },
    ],
    ['GET /roles', {}],
    ['POST /roles', { body: { key: 'seller', name: 'Seller', permissions: ['platform.users.read'] } }],
    ['GET /roles/{key}', { path: '/roles/seller' }],
    ['PATCH /roles/{key}', { path: '/roles/seller', body: { name: 'Sales' } }],
    ['DELETE /roles/{key}', { path: '/roles/seller' }],
    ['GET /api-keys', {}],
    ['POST /api-keys', { body: { name: 'A program', permissions: ['platform.users.read'] }, keep: 'id' }],
    ['DELETE /api-keys/{id}', { path: `/api-keys/${kept['POST /api-keys']}` }],
    [
      'POST /operator/impersonations',
      { by: staff.owner, body: { organizationId: ours.id, userId: nobody.userId, reason } },
    ],
    [
      'PUT /operator/organizations/{organizationId}/seats',
      { by: staff.owner, path: `${organization}/seats`, body: { limit: 9 } },
    ],
    [
      'PUT /operator/organizations/{organizationId}/suspension',
      { by: staff.owner, path: `${organization}/suspension`, body: { reason } },
    ],
    [
      'DELETE /operator/organizations/{organizationId}/suspension',
      { by: staff.owner, path: `${organization}/suspension` },
    ],
    ['GET /operator/queues', { by: staff.owner }],
    ['GET /operator/subscribers', { by: staff.owner }],
    ['GET /operator/jobs', { by: staff.owner }],
    ['POST /operator/jobs/redrive', { by: staff.owner }],
    ['GET /operator/events', { by: staff.owner }],
    [
      'POST /operator/replays',
      {
        by: staff.owner,
        body: {
          subscriber: 'ticketing.welcome-new-customer',
          from: '2026-01-01T00:00:00Z',
          until: '2026-01-02T00:00:00Z',
        },
      },
    ],
    ['GET /operator/singletons', { by: staff.owner }],
    ['PUT /operator/users/{userId}/suspension', { by: staff.owner, path: person }],
    ['DELETE /operator/users/{userId}/suspension', { by: staff.owner, path: person }],
    ['GET /modules', {}],
    ['GET /modules/{id}', { path: '/modules/crm' }],
    ['PUT /modules/{id}', { path: '/modules/crm', body: { active: true } }],
    ['GET /modules/{id}/settings', { path: '/modules/crm/settings' }],
    ['PUT /modules/{id}/settings', { path: '/modules/crm/settings', body: { value: {} } }],
    ['GET /modules/{id}/settings/schema', { path: '/modules/crm/settings/schema' }],
    ['GET /modules/{id}/export', { path: '/modules/ticketing/export' }],
    ['GET /modules/{id}/purge-preview', { path: '/modules/ticketing/purge-preview' }],
    ['GET /modules/purges', {}],
    ['GET /exports', {}],
    ['GET /jobs', {}],
    ['GET /singletons', {}],
    ['GET /audit', {}],
    ['GET /audit/export', {}],
    ['GET /files', {}],
    ['GET /files/usage', {}],
    ['POST /privacy/requests', { body: { kind: 'export', subject: { email: 'x@example.com' } }, keep: 'id' }],
    ['GET /privacy/requests', {}],
    ['GET /privacy/requests/{id}', { path: `/privacy/requests/${kept['POST /privacy/requests']}` }],
    ['POST /privacy/holds', { body: { subject: { email: 'y@example.com' }, reason }, keep: 'id' }],
    ['GET /privacy/holds', {}],
    ['DELETE /privacy/holds/{id}', { path: `/privacy/holds/${kept['POST /privacy/holds']}` }],
    ['GET /webhooks/event-types', {}],
    ['GET /webhooks', {}],
    ['POST /webhooks', { body: { url: 'http://127.0.0.1:9/hook', events: ['*'] }, keep: 'id' }],
    ['GET /webhooks/{id}', { path: `/webhooks/${kept['POST /webhooks']}` }],
    ['PATCH /webhooks/{id}', { path: `/webhooks/${kept['POST /webhooks']}`, body: { description: 'Ours' } }],
    ['POST /webhooks/{id}/rotate-secret', { path: `/webhooks/${kept['POST /webhooks']}/rotate-secret` }],
    ['GET /webhooks/{id}/deliveries', { path: `/webhooks/${kept['POST /webhooks']}/deliveries` }],
    [
      'POST /webhooks/{id}/recover',
      { path: `/webhooks/${kept['POST /webhooks']}/recover`, body: { since: new Date(Date.now() - 60_000) } },
    ],
    ['DELETE /webhooks/{id}', { path: `/webhooks/${kept['POST /webhooks']}` }],
    ['GET /notifications', {}],
    ['GET /notifications/unread-count', {}],
    ['POST /notifications/read', {}],
    ['GET /notification-preferences', {}],
    ['PUT /notification-preferences', { body: { kinds: {} } }],
    ['GET /push-subscriptions/key', {}],
    ['GET /push-subscriptions', {}],
    ['DELETE /organization/membership', { by: leaver }],
    ['POST /organization/ownership', { body: { userId: nobody.userId } }],
    ['POST /auth/logout', {}],
  ]
}

test('every operation of the platform has its success here, or in the test that is named', () => {
  expect(operations.length).toBeGreaterThan(120)
  const here = successes().map(([name]) => name)
  const told = [...here, ...Object.keys(SHOWN_BY)]
  expect(told.toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
  const missing = Object.entries(SHOWN_BY).filter(([name, spec]) => {
    const [, template = ''] = name.split(' ')
    const path = template
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`))
    const source = readFileSync(new URL(`../${spec}`, import.meta.url), 'utf8')
    return !new RegExp(`${path.join(String.raw`[^'"\s]+`)}[?'"\`$]`).test(source)
  })
  expect(missing).toEqual([])
})

test('401: whoever is not signed in gets past none, but those that are open', async () => {
  const wrong = []
  for (const { name, anonymous } of operations) {
    if (anonymous) continue
    const { status } = await ask(host.visitor, name)
    if (status !== 401) wrong.push([name, status])
  }
  expect(wrong).toEqual([])
})

test('403: whoever may do nothing gets past those alone that any member may call', async () => {
  const wrong = []
  for (const { name, permission, anonymous } of operations) {
    if (anonymous) continue
    const expected = permission
      ? 'permission_denied'
      : OWNERS_ONLY.test(name)
        ? 'owners_only'
        : OPERATORS_ONLY.test(name)
          ? 'operators_only'
          : undefined
    if (expected === undefined) {
      if (!ANY_MEMBER.test(name)) wrong.push([name, 'says nowhere who may call it'])
      continue
    }
    const given = successes().find(([one]) => one === name)?.[1]
    const { status, body } = await ask(nobody, name, { body: given?.body })
    if (status !== 403 || body.code !== expected) wrong.push([name, status, body.code])
  }
  expect(wrong).toEqual([])
})

test('success, and another organization finds nothing, each of them', async () => {
  const wrong = []
  const names = successes().map(([name]) => name)
  for (const [index, name] of names.entries()) {
    // Made anew at each step, since it names what earlier steps have made.
    const [, given] = successes()[index] ?? ['', {}]
    const { by = ours.owner, path, keep } = given
    const ofOurs =
      path !== undefined &&
      by !== staff.owner &&
      !/^\/(modules|roles)\//.test(path) &&
      path.split('/').length > 2
    if (ofOurs && !path.includes('?')) {
      const foreign = await ask(theirs.owner, name, given)
      if (foreign.status < 400 || foreign.status >= 500)
        wrong.push([name, 'by another organization', foreign.status])
    }
    const answer = await ask(by, name, given)
    if (answer.status >= 300) wrong.push([name, answer.status, answer.body])
    if (keep !== undefined) kept[name] = keep.split('.').reduce((value, key) => value?.[key], answer.body)
    if (name.startsWith('GET') && path === undefined && by === ours.owner) {
      const foreign = JSON.stringify((await ask(theirs.owner, name)).body)
      const found = [ours.id, ours.owner.userId, ...Object.values(kept)].filter((id) => foreign.includes(id))
      if (found.length > 0) wrong.push([name, 'tells another organization of', found])
    }
  }
  expect(wrong).toEqual([])
})
