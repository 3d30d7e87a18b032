import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { startWebhookReceiver, type WebhookReceiver } from './_webhook-receiver.ts'

let host: TestHost
let organization: TestOrganization
let receiver: WebhookReceiver

beforeAll(async () => {
  host = await startTestHost({
    cluster: inject('adminUrl'),
    outboundNetworks: ['127.0.0.1'],
    webhooks: { timeoutMs: 4_000 },
  })
})
afterAll(() => host.stop())

beforeEach(async () => {
  organization = await host.organization('Hooked', ['crm'])
  receiver = await startWebhookReceiver()
})
afterEach(() => receiver.stop())

const CREATED = 'crm.customer.created'

async function addWebhook(url = receiver.url, events = [CREATED], owner = organization.owner) {
  const { status, body } = await owner.call('POST', '/webhooks', { body: { url, events } })
  expect(status, JSON.stringify(body)).toBe(201)
  return body as { id: string; secret: string; enabled: boolean }
}

async function addCustomer(owner = organization.owner): Promise<string> {
  const { status, body } = await owner.call('POST', '/crm/customers', { body: { companyName: 'شركة الأمل' } })
  expect(status).toBe(201)
  return body.id
}

async function onlyDelivery(webhook: string) {
  const { body } = await organization.owner.call('GET', `/webhooks/${webhook}/deliveries`)
  expect(body.items).toHaveLength(1)
  return (await organization.owner.call('GET', `/webhooks/${webhook}/deliveries/${body.items[0].id}`)).body
}

const makeDue = (attempts?: number) =>
  host.query(
    `update platform.webhook_deliveries set next_attempt_at = now(), attempts = coalesce($1, attempts) where status = 'waiting'`,
    [attempts ?? null],
  )

test('webhooks are for those who may manage them, and only their own', async () => {
  const webhook = await addWebhook()
  await addCustomer()
  await eventually(() => expect(receiver.received).toHaveLength(1))
  const delivery = await onlyDelivery(webhook.id)
  const other = await host.organization('Other', ['crm'])
  const nobody = await organization.member('nobody')
  const routes = [
    ['GET', '/webhooks'],
    ['GET', '/webhooks/event-types'],
    ['GET', `/webhooks/${webhook.id}`],
    ['GET', `/webhooks/${webhook.id}/deliveries`],
    ['GET', `/webhooks/${webhook.id}/deliveries/${delivery.id}`],
    ['POST', '/webhooks', { url: receiver.url, events: ['*'] }],
    ['PATCH', `/webhooks/${webhook.id}`, { enabled: false }],
    ['POST', `/webhooks/${webhook.id}/rotate-secret`, {}],
    ['POST', `/webhooks/${webhook.id}/recover`, { since: '2026-01-01T00:00:00Z' }],
    ['POST', `/webhooks/${webhook.id}/deliveries/${delivery.id}/replay`],
    ['DELETE', `/webhooks/${webhook.id}`],
  ] as const
  for (const [method, path, body] of routes) {
    expect((await host.visitor.call(method, path, { body })).status, `${method} ${path}`).toBe(401)
    expect((await nobody.call(method, path, { body })).status, `${method} ${path}`).toBe(403)
  }
  for (const [method, path, body] of routes.filter((route) => route[1].includes(webhook.id))) {
    expect((await other.owner.call(method, path, { body })).status, `${method} ${path}`).toBe(404)
  }
  expect((await other.owner.call('GET', '/webhooks')).body.items).toEqual([])
  expect((await organization.owner.call('GET', '/webhooks')).body.items).toMatchObject([
    { id: webhook.id, enabled: true },
  ])
  await addCustomer(other.owner)
  expect((await organization.owner.call('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204)
  expect(receiver.received).toHaveLength(1)
  expect((await organization.owner.call('GET', `/webhooks/${webhook.id}`)).body.code).toBe(
    'webhook_not_found',
  )
})

test('a message is signed so that the reference library takes it', async () => {
  const webhook = await addWebhook()
  const id = await addCustomer()
  await eventually(() => expect(receiver.received).toHaveLength(1))
  const [{ headers, body }] = receiver.received as [{ headers: Record<string, string>; body: string }]
  expect(new Webhook(webhook.secret).verify(body, headers)).toMatchObject({
    type: CREATED,
    organizationId: organization.id,
    data: { customerId: id },
  })
  await eventually(async () =>
    expect(await onlyDelivery(webhook.id)).toMatchObject({
      messageId: headers['webhook-id'],
      status: 'delivered',
      attempts: 1,
      request: body,
      log: [{ succeeded: true, responseStatus: 204 }],
    }),
  )
  const [row] = await host.query<{ stored: string }>(
    'select sealed_secret as stored from platform.webhook_endpoints where id = $1',
    [webhook.id],
  )
  expect(row?.stored).toMatch(/^v1\./)
})

test('the secret is rotated with an overlap', async () => {
  const webhook = await addWebhook()
  const rotated = await organization.owner.call('POST', `/webhooks/${webhook.id}/rotate-secret`, {
    body: { overlapHours: 1 },
  })
  expect(rotated.status).toBe(200)
  await addCustomer()
  await eventually(() => expect(receiver.received).toHaveLength(1))
  const [{ headers, body }] = receiver.received as [{ headers: Record<string, string>; body: string }]
  for (const secret of [webhook.secret, rotated.body.secret])
    expect(() => new Webhook(secret).verify(body, headers)).not.toThrow()
  await organization.owner.call('POST', `/webhooks/${webhook.id}/rotate-secret`, {
    body: { overlapHours: 0 },
  })
  await addCustomer()
  await eventually(() => expect(receiver.received).toHaveLength(2))
  const last = receiver.received[1]!
  expect(() =>
    new Webhook(rotated.body.secret).verify(last.body, last.headers as Record<string, string>),
  ).toThrow('No matching signature')
})

test('failures are tried again under the same id, and Retry-After is honoured', async () => {
  receiver.answer = (response) => response.writeHead(503, { 'retry-after': '120' }).end('in a moment')
  const webhook = await addWebhook()
  await addCustomer()
  await eventually(async () =>
    expect(await onlyDelivery(webhook.id)).toMatchObject({
      status: 'waiting',
      log: [{ responseStatus: 503, responseExcerpt: 'in a moment' }],
    }),
  )
  const waiting = await onlyDelivery(webhook.id)
  expect(Date.parse(waiting.nextAttemptAt) - Date.now()).toBeGreaterThan(100_000)
  receiver.answer = (response) => response.end('thanks')
  await makeDue()
  await eventually(async () =>
    expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'delivered', attempts: 2 }),
  )
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
})

test('redirects, silence, endless answers and closed connections are failures or cut short', async () => {
  const webhook = await addWebhook()
  const elsewhere = await startWebhookReceiver()
  receiver.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end()
  await addCustomer()
  await eventually(async () =>
    expect((await onlyDelivery(webhook.id)).log).toMatchObject([{ succeeded: false, responseStatus: 307 }]),
  )
  receiver.answer = () => {}
  await makeDue()
  await eventually(async () =>
    expect((await onlyDelivery(webhook.id)).log[0]).toMatchObject({
      succeeded: false,
      responseStatus: null,
      error: 'No answer within 4 s.',
    }),
  )
  receiver.answer = (response) => response.destroy()
  await makeDue()
  await eventually(async () => expect((await onlyDelivery(webhook.id)).log).toHaveLength(3))
  receiver.answer = (response) => {
    const flood = setInterval(() => response.write('x\0'.repeat(10_000)), 1)
    response.on('close', () => clearInterval(flood))
  }
  await makeDue()
  await eventually(async () => expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'delivered' }))
  expect((await onlyDelivery(webhook.id)).log[0].responseExcerpt).toBe('x'.repeat(1_000))
  expect(elsewhere.received).toEqual([])
  await elsewhere.stop()
})

test('410 switches an endpoint off at once, and its owner is told', async () => {
  receiver.answer = (response) => response.writeHead(410).end()
  const webhook = await addWebhook()
  await addCustomer()
  await eventually(async () =>
    expect((await organization.owner.call('GET', `/webhooks/${webhook.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    }),
  )
  await eventually(async () => {
    const mails = await host.query<{ subject: string }>(
      `select subject from platform.development_mails where subject = 'A webhook was switched off'`,
    )
    expect(mails.length).toBeGreaterThan(0)
  })
  await addCustomer()
  receiver.answer = (response) => response.end()
  const enabled = await organization.owner.call('PATCH', `/webhooks/${webhook.id}`, {
    body: { enabled: true },
  })
  expect(enabled.body).toMatchObject({ enabled: true, disabledReason: null })
  const delivery = await onlyDelivery(webhook.id)
  expect(delivery.status).toBe('failed')
  const again = await organization.owner.call('POST', `/webhooks/${webhook.id}/recover`, {
    body: { since: '2026-01-01T00:00:00Z' },
  })
  expect(again.body).toEqual({ deliveries: 1 })
  await eventually(async () => expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'delivered' }))
})

test('after the last attempt it is off only if nothing got through meanwhile', async () => {
  receiver.answer = (response) => response.writeHead(500).end()
  const webhook = await addWebhook()
  await addCustomer()
  await eventually(async () => expect((await onlyDelivery(webhook.id)).log).toHaveLength(1))
  await makeDue(9)
  await eventually(async () =>
    expect((await organization.owner.call('GET', `/webhooks/${webhook.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'failing',
    }),
  )
  await organization.owner.call('PATCH', `/webhooks/${webhook.id}`, { body: { enabled: true } })
  receiver.answer = (response) => response.end()
  const { id } = await onlyDelivery(webhook.id)
  expect(
    (await organization.owner.call('POST', `/webhooks/${webhook.id}/deliveries/${id}/replay`)).status,
  ).toBe(202)
  await eventually(async () =>
    expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'delivered', attempts: 1 }),
  )
  receiver.answer = (response) => response.writeHead(500).end()
  await organization.owner.call('POST', `/webhooks/${webhook.id}/deliveries/${id}/replay`)
  await eventually(async () =>
    expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'waiting', attempts: 1 }),
  )
  await makeDue(9)
  await eventually(async () => expect(await onlyDelivery(webhook.id)).toMatchObject({ status: 'failed' }))
  expect((await organization.owner.call('GET', `/webhooks/${webhook.id}`)).body.enabled).toBe(true)
  expect(
    (await organization.owner.call('POST', `/webhooks/${webhook.id}/deliveries/${webhook.id}/replay`)).body
      .code,
  ).toBe('webhook_delivery_not_found')
})

test('an address inside the network is refused, also when it is stored already', async () => {
  for (const url of [
    'https://127.0.0.2/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest',
    'https://2130706434/',
    'http://8.8.8.8/',
    'https://0x7f.2/',
  ]) {
    const { status, body } = await organization.owner.call('POST', '/webhooks', {
      body: { url, events: ['*'] },
    })
    expect([status, body.code], url).toEqual([400, 'webhook_url_refused'])
  }
  for (const url of ['ftp://example.com/', 'https://user:secret@example.com/', 'no address']) {
    expect(
      (await organization.owner.call('POST', '/webhooks', { body: { url, events: ['*'] } })).status,
      url,
    ).toBe(400)
  }
  const webhook = await addWebhook(receiver.url, ['*'])
  await host.query('update platform.webhook_endpoints set url = $2 where id = $1', [
    webhook.id,
    receiver.url.replace('127.0.0.1', '127.0.0.2'),
  ])
  await addCustomer()
  await eventually(async () =>
    expect((await onlyDelivery(webhook.id)).log[0].error).toContain('inside this network'),
  )
})

test("another list's cursor is refused", async () => {
  const webhook = await addWebhook()
  for (const path of ['/webhooks', `/webhooks/${webhook.id}/deliveries`, '/notifications']) {
    const { status, body } = await organization.owner.call('GET', `${path}?cursor=WyJ4Il0`)
    expect([status, body.code], path).toEqual([400, 'invalid_cursor'])
  }
})

test('only events of active modules are offered', async () => {
  const { body } = await organization.owner.call('GET', '/webhooks/event-types')
  expect(body.items.find(({ name }: { name: string }) => name === CREATED)).toMatchObject({
    module: 'crm',
    schema: { type: 'object' },
  })
  expect(body.items.some(({ module }: { module: string }) => module === 'ticketing')).toBe(false)
  const { body: refused } = await organization.owner.call('POST', '/webhooks', {
    body: { url: receiver.url, events: ['ticketing.ticket.opened'] },
  })
  expect(refused.code).toBe('event_type_unknown')
})

test('there is an end to how many an organization may add', async () => {
  await host.query(`select set_config('app.organization_id', $1, false)`, [organization.id])
  await host.query(
    `insert into platform.webhook_endpoints (organization_id, url, events, sealed_secret) select $1::uuid, 'https://example.com', '{*}', 'none' from generate_series(1, 50)`,
    [organization.id],
  )
  const { body } = await organization.owner.call('POST', '/webhooks', {
    body: { url: receiver.url, events: ['*'] },
  })
  expect(body.code).toBe('webhook_limit_reached')
})

test("one organization's silent receivers do not delay another's messages", async () => {
  const other = await host.organization('Quick', ['crm'])
  const quick = await startWebhookReceiver()
  await addWebhook(quick.url, [CREATED], other.owner)
  receiver.answer = () => {}
  for (let count = 0; count < 8; count++) await addWebhook()
  await Promise.all(Array.from({ length: 10 }, () => addCustomer()))
  await eventually(() => expect(receiver.received.length).toBeGreaterThanOrEqual(16))
  const started = performance.now()
  await addCustomer(other.owner)
  await eventually(() => expect(quick.received).toHaveLength(1))
  expect(performance.now() - started).toBeLessThan(12_000)
  await quick.stop()
})
