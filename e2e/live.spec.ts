import { setTimeout as delay } from 'node:timers/promises'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { openStream, type Stream } from './_event-stream.ts'

let first: TestHost
let second: TestHost
let ours: TestOrganization
let theirs: TestOrganization
const streams: Stream[] = []

beforeAll(async () => {
  first = await startTestHost({ cluster: inject('adminUrl') })
  second = await first.another()
  ours = await first.organization('Ours', ['ticketing'])
  theirs = await first.organization('Theirs', ['ticketing'])
})
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})
afterAll(async () => {
  await second.stop()
  await first.stop()
})

/** Connects to the second host; everything happens on the first. */
async function connect(token: string | undefined, after?: string): Promise<Stream> {
  const stream = await openStream(
    `${second.url}/api/v1/live${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`,
    token,
  )
  streams.push(stream)
  await eventually(() => expect(stream.messages.some(({ event }) => event === 'ready')).toBe(true))
  return stream
}

const addCustomer = async (companyName: string, organization = ours): Promise<string> => {
  const { status, body } = await organization.owner.call('POST', '/crm/customers', { body: { companyName } })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

const changesOn = (stream: Stream) =>
  stream.messages.flatMap(({ event, data }) => (event === 'change' ? [data] : []))
const told = (stream: Stream) => changesOn(stream).filter(({ module }) => module !== 'platform')
const toldOfPlatform = (stream: Stream | undefined) =>
  (stream === undefined ? [] : changesOn(stream))
    .filter(({ module }) => module === 'platform')
    .map(({ event, ids }) => [event, ids.userId].join(' ').trim())

test('is for members', async () => {
  expect((await second.visitor.call('GET', '/live')).status).toBe(401)
})

test('tells a member on another host what happened, with ids and nothing else of it', async () => {
  const stream = await connect(ours.owner.token)
  const customerId = await addCustomer('Told live')
  await addCustomer('Not ours', theirs)
  const [change] = await eventually(() => {
    const found = told(stream).filter(({ ids }) => ids.customerId === customerId)
    expect(found).toHaveLength(1)
    return found
  })
  expect(change).toMatchObject({
    event: 'crm.customer.created',
    module: 'crm',
    ids: { customerId, version: 1 },
  })
  expect(JSON.stringify(stream.messages)).not.toContain('Told live')
  expect(told(stream).filter(({ event }) => event === 'crm.customer.created')).toHaveLength(1)
})

test('who may not read a thing is not told of it', async () => {
  const nobody = await ours.member('nobody')
  const stream = await connect(nobody.token)
  const witness = await connect(ours.owner.token)
  await addCustomer('Unseen')
  await eventually(() => expect(told(witness).length).toBeGreaterThan(0))
  expect(told(stream)).toEqual([])
})

test('what changes about the organization is told to who may read it and whom it is about', async () => {
  const [omar, sara] = [await ours.member('nobody'), await ours.member('nobody')]
  const [owner, himself, other, stranger] = await Promise.all(
    [ours.owner.token, omar.token, sara.token, theirs.owner.token].map((token) => connect(token)),
  )
  const { body } = await omar.call('GET', '/users/me')
  await ours.owner.call('PATCH', `/users/${body.user.id}`, { body: { role: 'agent' } })
  await ours.owner.call('PATCH', '/organization', { body: { name: 'Ours, renamed' } })
  const ofOmar = `platform.user.changed ${body.user.id}`
  await eventually(() => expect(toldOfPlatform(owner)).toContain(ofOmar))
  await eventually(() => expect(toldOfPlatform(himself)).toContain(ofOmar))
  for (const stream of [owner, himself, other])
    await eventually(() => expect(toldOfPlatform(stream)).toContain('platform.organization.changed'))
  expect(toldOfPlatform(other)).not.toContain(ofOmar)
  expect(toldOfPlatform(stranger)).toEqual([])
})

test('what somebody signs in with is told to them and to nobody else', async () => {
  const member = await ours.member('nobody')
  const { body } = await member.call('GET', '/users/me')
  const id: string = body.user.id
  const [himself, owner] = await Promise.all([connect(member.token), connect(ours.owner.token)])
  const heard = (name: string) =>
    toldOfPlatform(himself).filter((each) => each === `platform.${name}.changed ${id}`)
  for (const [name, change] of [
    [
      'account',
      `insert into platform.passkeys (user_id, credential_id, public_key, counter, transports, name, backed_up)
       values ($1, gen_random_uuid()::text, '', 0, '{}', 'Key', false)`,
    ],
    ['account', `update platform.passkeys set name = 'Blue key' where user_id = $1`],
    [
      'account',
      `insert into platform.external_identities (provider, subject, user_id) values ('google', gen_random_uuid()::text, $1)`,
    ],
    ['account', `delete from platform.external_identities where user_id = $1`],
    [
      'account',
      `insert into platform.totp_secrets (user_id, sealed_secret, confirmed_at) values ($1, '', now())`,
    ],
    [
      'account',
      `insert into platform.backup_codes (user_id, code_hash) select $1, decode(md5(n::text), 'hex') from generate_series(1, 10) n`,
    ],
    ['account', `delete from platform.backup_codes where user_id = $1`],
    ['account', `insert into platform.phones (user_id, number) values ($1, '+201001234567')`],
    ['account', `update platform.phones set second_factor = true where user_id = $1`],
    ['user', `update platform.users set full_name = 'Renamed' where id = $1`],
  ] as const) {
    const before = heard(name).length
    await first.query(change, [id])
    await eventually(() => expect(heard(name), change).toHaveLength(before + 1))
  }
  // A counter that moves at each sign-in is shown nowhere.
  const before = heard('account').length
  await first.query('update platform.passkeys set counter = counter + 1 where user_id = $1', [id])
  await first.query(`update platform.users set full_name = 'Renamed again' where id = $1`, [id])
  await eventually(() => expect(heard('user')).toHaveLength(2))
  expect(heard('account')).toHaveLength(before)
  expect(toldOfPlatform(owner).some((each) => each.startsWith('platform.account'))).toBe(false)
  // The list of members shows their names.
  expect(toldOfPlatform(owner)).toContain(`platform.user.changed ${id}`)
})

test('what nobody is shown changes silently', async () => {
  const events = async () =>
    (
      await first.query(
        `select 1 from platform.event_log where plugin_id = 'platform' and organization_id = $1`,
        [ours.id],
      )
    ).length
  const { status } = await ours.owner.call('POST', '/roles', {
    body: { key: 'silent', name: 'Silent', permissions: ['crm.customers.read'] },
  })
  expect(status).toBe(201)
  const change = (assignments: string) =>
    first.query(`update platform.roles set ${assignments} where organization_id = $1 and key = 'silent'`, [
      ours.id,
    ])
  const before = await events()
  await change(`created_at = now(), updated_at = now()`)
  await change(`name = name`)
  expect(await events()).toBe(before)
  await change(`name = 'Loud'`)
  expect(await events()).toBe(before + 1)
})

test('whoever comes back with the last cursor has missed nothing', async () => {
  const stream = await connect(ours.owner.token)
  const early = await addCustomer('Before the break')
  await eventually(() => expect(told(stream).map(({ ids }) => ids.customerId)).toContain(early))
  const cursor = stream.messages.findLast(({ id }) => id !== undefined)?.id
  stream.close()
  const missed = [await addCustomer('Missed 1'), await addCustomer('Missed 2')]
  const again = await connect(ours.owner.token, cursor)
  const ids = told(again).map(({ ids: { customerId } }) => customerId)
  for (const id of missed) expect(ids).toContain(id)
})

test('an event that is committed late, after others that began later, is not missed', async () => {
  const stream = await connect(ours.owner.token)
  const late = first.query(
    `with scope as (select set_config('app.organization_id', $1, true))
     insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id, transaction)
     select $1::uuid, 'crm', 'crm.customer.updated', 1, '{"customerId":"late","version":2}', gen_random_uuid(), pg_current_xact_id()
     from scope returning (select pg_sleep(1))`,
    [ours.id],
  )
  await delay(300)
  const early = await addCustomer('Committed first')
  await eventually(() => expect(told(stream).map(({ ids }) => ids.customerId)).toContain(early))
  expect(told(stream).map(({ ids }) => ids.customerId)).not.toContain('late')
  await late
  await eventually(() => expect(told(stream).map(({ ids }) => ids.customerId)).toContain('late'))
})

test('a cursor nobody can follow any more says: read everything anew', async () => {
  const stream = await connect(ours.owner.token, 'older-than-the-log')
  expect(stream.messages.map(({ event }) => event)).toContain('reset')
})

test('switching a module is told, and what belongs to one that is off is not', async () => {
  const stream = await connect(theirs.owner.token)
  await theirs.switch('ticketing', false)
  await eventually(() =>
    expect(stream.messages.findLast(({ event }) => event === 'modules')?.data.active).toEqual(['crm']),
  )
  await theirs.switch('ticketing', true)
})

test('background work is told to its organization, on any host and without what it was, and to operators', async () => {
  const staff = await first.organization('Staff')
  await first.query('insert into platform.operators (user_id) values ($1)', [staff.owner.userId])
  const [owner, stranger, operator] = await Promise.all(
    [ours.owner.token, theirs.owner.token, staff.owner.token].map((token) => connect(token)),
  )
  const named = (stream: Stream | undefined, name: string) =>
    (stream?.messages ?? []).filter(({ event }) => event === name)
  const before = named(operator, 'operations').length
  await addCustomer('Brings deliveries')
  await eventually(() => expect(named(owner, 'work').at(-1)?.data).toEqual({ kinds: ['jobs'] }))
  await eventually(() => expect(named(operator, 'operations').length).toBeGreaterThan(before))
  expect(named(stranger, 'work')).toEqual([])
  expect(named(owner, 'operations')).toEqual([])
  expect(named(operator, 'work')).toEqual([])
})

test('a session that is revoked is told nothing more', async () => {
  const member = await ours.member('agent')
  const stream = await connect(member.token)
  await member.call('POST', '/auth/logout')
  await addCustomer('After the revocation')
  await eventually(() => expect(stream.messages.at(-1)?.event).toBe('end'))
  expect(stream.messages.at(-1)?.data.reason).toBe('session_revoked')
  expect(told(stream)).toEqual([])
})

const CUSTOMERS = `subscription ($after: String) { customerChanged(after: $after) {
  __typename kind cursor event customerId customer { companyName } } }`

/** Subscribes on the second host. */
async function subscribe(token: string | undefined, query: string, variables: object = {}): Promise<Stream> {
  const stream = await openStream(`${second.url}/graphql`, token, { query, variables })
  streams.push(stream)
  return stream
}

const answers = (stream: Stream) =>
  stream.messages.flatMap(({ event, data }) => (event === 'next' ? [data] : []))
const changes = (stream: Stream) =>
  answers(stream).flatMap(({ data }) =>
    data?.customerChanged?.kind === 'CHANGE' ? [data.customerChanged] : [],
  )

async function subscribeToCustomers(token: string | undefined, after?: string): Promise<Stream> {
  const stream = await subscribe(token, CUSTOMERS, { after })
  await eventually(() => expect(answers(stream).length).toBeGreaterThan(0))
  return stream
}

test('a subscription tells on another host what happened, read again under the reader’s own rights', async () => {
  const stream = await subscribeToCustomers(ours.owner.token)
  expect(answers(stream)[0].data.customerChanged).toMatchObject({ kind: 'READY', customer: null })
  const id = await addCustomer('Subscribed to')
  await addCustomer('Not ours', theirs)
  await eventually(() => expect(changes(stream)).toHaveLength(1))
  expect(changes(stream)).toMatchObject([
    {
      __typename: 'CustomerChange',
      event: 'crm.customer.created',
      customerId: id,
      customer: { companyName: 'Subscribed to' },
    },
  ])
  await ours.owner.call('DELETE', `/crm/customers/${id}`)
  await eventually(() =>
    expect(changes(stream).at(-1)).toMatchObject({
      event: 'crm.customer.deleted',
      customerId: id,
      customer: null,
    }),
  )
})

test('a subscription that comes back with its cursor has missed nothing, and an old cursor says: read anew', async () => {
  const stream = await subscribeToCustomers(ours.owner.token)
  const early = await addCustomer('Before the subscription broke')
  await eventually(() => expect(changes(stream).map(({ customerId }) => customerId)).toContain(early))
  const { cursor } = changes(stream).at(-1)
  stream.close()
  const missed = [await addCustomer('Missed 3'), await addCustomer('Missed 4')]
  const again = await subscribeToCustomers(ours.owner.token, cursor)
  await eventually(() =>
    expect(changes(again).map(({ customerId }) => customerId)).toEqual(expect.arrayContaining(missed)),
  )
  const old = await subscribeToCustomers(ours.owner.token, 'older-than-the-log')
  await eventually(() =>
    expect(answers(old).map(({ data }) => data.customerChanged.kind)).toEqual(['RESET', 'READY']),
  )
})

test('a subscription is refused to strangers and to those who may not read, and each module has its own', async () => {
  expect((await subscribe(undefined, CUSTOMERS)).status).toBe(401)
  const nobody = await ours.member('nobody')
  const refused = await subscribe(nobody.token, CUSTOMERS)
  await refused.ended
  expect(answers(refused)).toMatchObject([{ errors: [{ extensions: { code: 'permission_denied' } }] }])
  const tickets = await subscribe(
    ours.owner.token,
    'subscription { ticketChanged { kind event ticketId ticket { subject } } }',
  )
  await eventually(() => expect(answers(tickets)).toHaveLength(1))
  await ours.owner.call('POST', '/tickets', { body: { subject: 'The printer is on fire' } })
  await eventually(() =>
    expect(answers(tickets)[1]?.data.ticketChanged).toMatchObject({
      event: 'ticketing.ticket.opened',
      ticket: { subject: 'The printer is on fire' },
    }),
  )
})

test('a subscription ends, and says when to come back, with its module and with its session', async () => {
  const end = (stream: Stream) => answers(stream).at(-1)?.errors?.[0]?.extensions
  const stream = await subscribe(theirs.owner.token, 'subscription { ticketChanged { kind } }')
  await eventually(() => expect(answers(stream)).toHaveLength(1))
  await theirs.switch('ticketing', false)
  await stream.ended
  expect(end(stream)).toMatchObject({ code: 'module_inactive', retryAfterMs: expect.any(Number) })
  await theirs.switch('ticketing', true)

  const member = await ours.member('agent')
  const revoked = await subscribeToCustomers(member.token)
  await member.call('POST', '/auth/logout')
  await revoked.ended
  expect(end(revoked)).toMatchObject({ code: 'session_revoked', retryAfterMs: expect.any(Number) })
  expect(changes(revoked)).toEqual([])
})

test('a host that stops ends its subscriptions with a hint, and another takes over at the cursor', async () => {
  const third = await first.another()
  const stream = await openStream(`${third.url}/graphql`, ours.owner.token, { query: CUSTOMERS })
  await eventually(() => expect(answers(stream)).toHaveLength(1))
  const { cursor } = answers(stream)[0].data.customerChanged
  await third.stop()
  await stream.ended
  expect(answers(stream).at(-1)?.errors[0].extensions).toMatchObject({
    code: 'host_draining',
    retryAfterMs: expect.any(Number),
  })
  const id = await addCustomer('While it moved')
  const again = await subscribeToCustomers(ours.owner.token, cursor)
  await eventually(() => expect(changes(again).map(({ customerId }) => customerId)).toContain(id))
})
