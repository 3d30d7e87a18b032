import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { startPushService, type PushService, type TestBrowser } from './_push-service.ts'

let host: TestHost
let service: PushService
let organization: TestOrganization
let agent: Awaited<ReturnType<TestOrganization['member']>>

const KIND = 'ticketing.ticket-assigned'

beforeAll(async () => {
  service = await startPushService()
  host = await startTestHost({ cluster: inject('adminUrl'), outboundNetworks: ['127.0.0.1'] })
})
afterAll(async () => {
  await host.stop()
  await service.stop()
})
beforeEach(async () => {
  organization = await host.organization('Pushed', ['ticketing'])
  agent = await organization.member('manager')
})

async function subscribe(client: TestClient = agent): Promise<TestBrowser & { id: string }> {
  const { publicKey } = (await client.call('GET', '/push-subscriptions/key')).body
  const browser = service.browser(publicKey)
  const { status, body } = await client.call('POST', '/push-subscriptions', { body: browser.subscription })
  expect(status, JSON.stringify(body)).toBe(201)
  return Object.assign(browser, { id: body.id as string })
}

async function assign(subject = 'The printer burns', to = agent.userId): Promise<string> {
  const { body } = await organization.owner.call('POST', '/tickets', { body: { subject } })
  await organization.owner.call('POST', `/tickets/${body.id}/assign`, { body: { assigneeId: to } })
  return body.id
}

const idle = () =>
  eventually(async () =>
    expect(
      await host.query(
        `select 1 from platform.notification_requests where organization_id = $1
         union all select 1 from platform.notification_messages where organization_id = $1 and channel = 'push' and not_before < now() + interval '1 minute'`,
        [organization.id],
      ),
    ).toEqual([]),
  )

const devicesOf = async (client: TestClient) => (await client.call('GET', '/push-subscriptions')).body.items

test('a browser is told, encrypted for it alone and signed by this platform: 401, programs, strangers', async () => {
  const key = await organization.owner.call('POST', '/api-keys', {
    body: { name: 'A program', permissions: ['ticketing.tickets.read'] },
  })
  const browser = await subscribe()
  for (const [method, path] of [
    ['GET', '/push-subscriptions'],
    ['GET', '/push-subscriptions/key'],
    ['POST', '/push-subscriptions'],
    ['DELETE', `/push-subscriptions/${browser.id}`],
  ] as const) {
    const body = method === 'POST' ? browser.subscription : undefined
    expect((await host.visitor.call(method, path, { body })).status, path).toBe(401)
    expect((await host.visitor.call(method, path, { body, token: key.body.key })).body.code, path).toBe(
      'not_for_api_keys',
    )
  }
  const ticketId = await assign()
  await eventually(() => expect(browser.received).toHaveLength(1))
  expect(browser.received[0]?.payload).toMatchObject({
    title: 'A ticket was assigned to you',
    body: 'Ticket 1: The printer burns',
    link: `/admin/ticketing/${ticketId}`,
    kind: KIND,
    language: 'en',
    direction: 'ltr',
    tag: expect.any(String),
  })
  expect(browser.received[0]?.claims).toMatchObject({
    aud: new URL(browser.subscription.endpoint).origin,
    sub: expect.stringMatching(/^mailto:/),
  })
  expect(await devicesOf(agent)).toMatchObject([
    { id: browser.id, current: true, lastUsedAt: expect.any(String) },
  ])
  expect(await devicesOf(organization.owner)).toEqual([])
  const other = await host.organization('Elsewhere')
  expect((await other.owner.call('DELETE', `/push-subscriptions/${browser.id}`)).body.code).toBe(
    'push_subscription_not_found',
  )
  expect((await agent.call('DELETE', `/push-subscriptions/${browser.id}`)).status).toBe(204)
  await assign('Still burning')
  await idle()
  expect(browser.received).toHaveLength(1)
})

test('neither the address of a browser nor the platform’s key can be read in the database', async () => {
  const browser = await subscribe()
  const stored = JSON.stringify([
    await host.query('select * from platform.push_subscriptions'),
    await host.query('select * from platform.vapid_keys'),
  ])
  expect(stored).not.toContain(browser.subscription.endpoint)
  expect(stored).not.toContain(browser.subscription.keys.auth)
  expect(stored).toContain('"sealed_private_key":"v1.')
})

test('each kind goes to a browser or not, as the person prefers, and quiet hours hold it back', async () => {
  const browser = await subscribe()
  const { body } = await agent.call('GET', '/notification-preferences')
  expect(body.reachable).toEqual(['in-app', 'email', 'push'])
  await agent.call('PUT', '/notification-preferences', { body: { kinds: { [KIND]: ['in-app'] } } })
  await assign('One')
  await idle()
  const clock = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString().slice(11, 16)
  await agent.call('PATCH', '/users/me', { body: { timeZone: 'UTC' } })
  await agent.call('PUT', '/notification-preferences', {
    body: { kinds: { [KIND]: ['push'] }, quietHours: { from: clock(-1), until: clock(2) } },
  })
  await assign('Two')
  await eventually(async () =>
    expect(
      await host.query(
        `select channel from platform.notification_messages where user_id = $1 and not_before > now() + interval '1 hour'`,
        [agent.userId],
      ),
    ).toEqual([{ channel: 'push' }]),
  )
  expect(browser.received).toEqual([])
  await host.query('update platform.notification_messages set not_before = now() where user_id = $1', [
    agent.userId,
  ])
  await eventually(() =>
    expect(browser.received.map(({ payload }) => payload['body'])).toEqual(['Ticket 2: Two']),
  )
})

test('a browser that is gone is forgotten; a service that is busy is asked again', async () => {
  const [gone, busy] = [await subscribe(), await subscribe()]
  gone.answer = 410
  busy.answer = 503
  await assign()
  await eventually(async () => expect(await devicesOf(agent)).toMatchObject([{ id: busy.id }]))
  busy.answer = 201
  await host.query('update platform.notification_messages set not_before = now() where user_id = $1', [
    agent.userId,
  ])
  await eventually(() => expect(busy.received).toHaveLength(1))
  expect(gone.received).toEqual([])
})

test('a browser that is registered anew is one; whoever signs in there next has it to themselves', async () => {
  const browser = await subscribe()
  const body = browser.subscription
  expect((await agent.call('POST', '/push-subscriptions', { body })).body.id).toBe(browser.id)
  const next = await organization.member('manager')
  expect((await next.call('POST', '/push-subscriptions', { body })).status).toBe(201)
  expect([(await devicesOf(agent)).length, (await devicesOf(next)).length]).toEqual([0, 1])
  await assign('For the first')
  await idle()
  await assign('For the next', next.userId)
  await eventually(() => expect(browser.received).toHaveLength(1))
  expect(browser.received[0]?.payload['body']).toContain('For the next')
})

test('a browser is told no more once its session ends, and goes on where the person enters another organization', async () => {
  const browser = await subscribe(organization.owner)
  const created = await organization.owner.call('POST', '/organizations', { body: { name: 'Second' } })
  const switched = await organization.owner.call('POST', '/auth/switch-organization', {
    body: { organizationId: created.body.id },
  })
  const client = new TestClient(host.url, switched.body.accessToken)
  expect(await devicesOf(client)).toMatchObject([{ id: browser.id, current: true }])
  expect((await client.call('POST', '/auth/logout')).status).toBe(204)
  const [left] = await host.query<{ count: number }>(
    `select count(*)::int from platform.push_subscriptions s join platform.sessions n on n.id = s.session_id
     where s.id = $1 and n.revoked_at is null`,
    [browser.id],
  )
  expect(left?.count).toBe(0)
})

test.each([
  'https://10.0.0.1/push',
  'https://169.254.169.254/latest',
  'http://192.0.2.1/push',
  'http://[::1]/push',
])('nothing is pushed to %s', async (endpoint) => {
  const { subscription } = service.browser(
    (await agent.call('GET', '/push-subscriptions/key')).body.publicKey,
  )
  const refused = await agent.call('POST', '/push-subscriptions', { body: { ...subscription, endpoint } })
  expect([refused.status, refused.body.code]).toEqual([400, 'push_endpoint_refused'])
  const broken = { ...subscription, keys: { ...subscription.keys, p256dh: 'x'.repeat(87) } }
  expect((await agent.call('POST', '/push-subscriptions', { body: broken })).status).toBe(400)
})

test('a person has no more than twenty browsers', async () => {
  for (let device = 0; device < 20; device++) await subscribe()
  const { publicKey } = (await agent.call('GET', '/push-subscriptions/key')).body
  const { subscription } = service.browser(publicKey)
  expect(await agent.call('POST', '/push-subscriptions', { body: subscription })).toMatchObject({
    status: 409,
    body: { code: 'too_many_devices' },
  })
  expect(await devicesOf(agent)).toHaveLength(20)
})
