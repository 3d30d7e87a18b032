import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { defineNotification, defineRoutes, type NotificationRecipients } from '@wasla/sdk'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { eventually } from './_eventually.ts'
import { pluginFolder, type PluginFolder } from './_plugin-folder.ts'

let host: TestHost
let organization: TestOrganization
let agent: Awaited<ReturnType<TestOrganization['member']>>

let folder: PluginFolder

const rang = defineNotification({
  name: 'alarm.rang',
  title: { en: 'The alarm rang', ar: 'دق الإنذار' },
  payload: z.strictObject({}),
  body: () => 'Ring',
  channels: ['in-app'],
})
const broken = defineNotification({
  name: 'alarm.broken-in',
  title: { en: 'Somebody broke in', ar: 'اقتحم أحدهم' },
  payload: z.strictObject({}),
  body: () => 'Look',
  security: true,
})
const alarmRoutes = defineRoutes((app) => {
  app.post(
    '/ring',
    {
      config: { member: true },
      schema: { body: z.object({ permission: z.string().optional(), fail: z.boolean().default(false) }) },
    },
    async ({ context, body: { permission, fail } }, reply) => {
      const to: NotificationRecipients =
        permission === undefined ? { userIds: [context.principal.id] } : { permission }
      await context.db.write(async (unit) => {
        unit.notify(rang, to, {})
        unit.notify(broken, to, {})
        if (fail) throw new Error('Nobody rings')
      })
      return reply.code(204).send()
    },
  )
})

beforeAll(async () => {
  folder = await pluginFolder({ id: 'alarm' }, { notifications: [rang, broken], routes: [alarmRoutes] })
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: [folder] })
})
afterAll(async () => {
  await host.stop()
  await folder.remove()
})

beforeEach(async () => {
  organization = await host.organization('Notified', ['ticketing'])
  agent = await organization.member('manager')
})

const KIND = 'ticketing.ticket-assigned'

async function assign(to = agent.userId, subject = 'The printer burns'): Promise<string> {
  const opened = await organization.owner.call('POST', '/tickets', { body: { subject } })
  expect(opened.status, JSON.stringify(opened.body)).toBe(201)
  const assigned = await organization.owner.call('POST', `/tickets/${opened.body.id}/assign`, {
    body: { assigneeId: to },
  })
  expect(assigned.status, JSON.stringify(assigned.body)).toBe(200)
  return opened.body.id
}

const addressOf = async (userId: string) =>
  (await host.query<{ email: string }>('select email from platform.users where id = $1', [userId]))[0]?.email

const mailsTo = async (userId: string) =>
  host.query<{ subject: string; plain_text: string; html: string }>(
    `select subject, plain_text, html from platform.development_mails where recipient = $1 and subject in ('A ticket was assigned to you', 'أُسندت إليك تذكرة')`,
    [await addressOf(userId)],
  )

const listOf = async (client = agent) => (await client.call('GET', '/notifications')).body.items

test('whom a ticket is assigned to is told in the application and by e-mail, once', async () => {
  const ticketId = await assign()
  await eventually(async () => {
    expect(await listOf()).toMatchObject([
      {
        kind: KIND,
        title: 'A ticket was assigned to you',
        body: 'Ticket 1: The printer burns',
        link: `/admin/ticketing/${ticketId}`,
        readAt: null,
      },
    ])
    expect(await mailsTo(agent.userId)).toMatchObject([
      { plain_text: expect.stringContaining(`/admin/ticketing/${ticketId}`) },
    ])
  })
  expect(
    await host.query('select 1 from platform.notification_requests where organization_id = $1', [
      organization.id,
    ]),
  ).toEqual([])
  expect(await listOf(organization.owner)).toEqual([])
})

test('in Arabic, who reads Arabic', async () => {
  await agent.call('PATCH', '/users/me', { body: { language: 'ar' } })
  await assign()
  await eventually(async () => {
    expect(await listOf()).toMatchObject([
      { title: 'أُسندت إليك تذكرة', body: 'التذكرة رقم 1: The printer burns' },
    ])
    expect(await mailsTo(agent.userId)).toMatchObject([{ html: expect.stringContaining('dir="rtl"') }])
  })
})

test("notifications are a person's own, and are read one by one or all", async () => {
  const paths = [
    ['GET', '/notifications'],
    ['GET', '/notifications/unread-count'],
    ['POST', '/notifications/read', {}],
    ['GET', '/notification-preferences'],
    ['PUT', '/notification-preferences', {}],
  ] as const
  const key = await organization.owner.call('POST', '/api-keys', {
    body: { name: 'A program', permissions: ['ticketing.tickets.read'] },
  })
  for (const [method, path, body] of paths) {
    expect((await host.visitor.call(method, path, { body })).status, path).toBe(401)
    expect((await host.visitor.call(method, path, { body, token: key.body.key })).body.code, path).toBe(
      'not_for_api_keys',
    )
  }
  for (const subject of ['One', 'Two', 'Three']) await assign(agent.userId, subject)
  await eventually(async () =>
    expect((await agent.call('GET', '/notifications/unread-count')).body).toEqual({ unread: 3 }),
  )
  const [latest] = await listOf()
  const other = await host.organization('Other')
  expect((await other.owner.call('POST', '/notifications/read', { body: { ids: [latest.id] } })).status).toBe(
    200,
  )
  await organization.owner.call('POST', '/notifications/read', { body: { ids: [latest.id] } })
  expect((await agent.call('POST', '/notifications/read', { body: { ids: [latest.id] } })).body).toEqual({
    unread: 2,
  })
  expect((await agent.call('GET', '/notifications?unread=true')).body.items).toHaveLength(2)
  const page = await agent.call('GET', '/notifications?limit=2')
  expect(
    (await agent.call('GET', `/notifications?limit=2&cursor=${page.body.nextCursor}`)).body.items,
  ).toHaveLength(1)
  expect((await agent.call('POST', '/notifications/read', { body: {} })).body).toEqual({ unread: 0 })
})

test('each person chooses by kind and channel', async () => {
  const { body } = await agent.call('GET', '/notification-preferences')
  expect(body).toMatchObject({
    quietHours: null,
    kinds: [
      { kind: 'platform.security', module: 'platform', channels: ['in-app', 'email', 'push'], fixed: true },
      { kind: KIND, module: 'ticketing', channels: ['in-app', 'email', 'push'], fixed: false },
    ],
    reachable: ['in-app', 'email'],
  })
  const chosen = await agent.call('PUT', '/notification-preferences', {
    body: { kinds: { [KIND]: ['in-app'] } },
  })
  expect(chosen.body.kinds[1].channels).toEqual(['in-app'])
  await assign()
  await eventually(async () => expect(await listOf()).toHaveLength(1))
  await agent.call('PUT', '/notification-preferences', { body: { kinds: { [KIND]: [] } } })
  await assign()
  await eventually(async () =>
    expect(
      await host.query('select 1 from platform.notification_requests where organization_id = $1', [
        organization.id,
      ]),
    ).toEqual([]),
  )
  expect(await listOf()).toHaveLength(1)
  expect(await mailsTo(agent.userId)).toEqual([])
  const unknown = await agent.call('PUT', '/notification-preferences', {
    body: { kinds: { 'crm.nothing': [] } },
  })
  expect([unknown.status, unknown.body.code]).toEqual([400, 'notification_kind_unknown'])
})

test("mail waits for the end of quiet hours in the person's own time zone", async () => {
  const clock = (offsetHours: number) =>
    new Date(Date.now() + offsetHours * 3_600_000).toLocaleTimeString('en-GB', {
      timeZone: 'Asia/Riyadh',
      hour: '2-digit',
      minute: '2-digit',
    })
  await agent.call('PATCH', '/users/me', { body: { timeZone: 'Asia/Riyadh' } })
  const quietHours = { from: clock(-1), until: clock(2) }
  expect(
    (await agent.call('PUT', '/notification-preferences', { body: { quietHours } })).body.quietHours,
  ).toEqual(quietHours)
  await assign()
  await eventually(async () => expect(await listOf()).toHaveLength(1))
  const [waiting] = await host.query<{ minutes: number }>(
    'select extract(epoch from not_before - now())::int / 60 as minutes from platform.notification_messages where user_id = $1',
    [agent.userId],
  )
  expect(waiting?.minutes).toBeGreaterThan(115)
  expect(waiting?.minutes).toBeLessThanOrEqual(120)
  await host.query('update platform.notification_messages set not_before = now() where user_id = $1', [
    agent.userId,
  ])
  await eventually(async () => expect(await mailsTo(agent.userId)).toHaveLength(1))
})

test.each([
  ['2026-01-10T12:00:00Z', '22:00', '07:00', '2026-01-10T12:00:00Z'],
  ['2026-01-10T20:30:00Z', '22:00', '07:00', '2026-01-11T04:00:00Z'],
  ['2026-01-10T02:00:00Z', '22:00', '07:00', '2026-01-10T04:00:00Z'],
  ['2026-01-10T04:00:00Z', '22:00', '07:00', '2026-01-10T04:00:00Z'],
  ['2026-01-10T10:00:00Z', '12:00', '14:00', '2026-01-10T11:00:00Z'],
  ['2026-01-10T10:00:00Z', '12:00', '12:00', '2026-01-10T10:00:00Z'],
  ['2026-01-10T10:00:00Z', null, null, '2026-01-10T10:00:00Z'],
])('at %s with quiet hours %s to %s in Riyadh mail is sent at %s', async (at, from, until, expected) => {
  const [row] = await host.query<{ moment: Date }>(
    `select platform.after_quiet_hours($1::timestamptz, 'Asia/Riyadh', $2::time, $3::time) as moment`,
    [at, from, until],
  )
  expect(row?.moment.toISOString()).toBe(new Date(expected).toISOString())
})

const settled = () =>
  eventually(async () =>
    expect(
      await host.query('select 1 from platform.notification_requests where organization_id = $1', [
        organization.id,
      ]),
    ).toEqual([]),
  )

const kindsOf = async (client = agent) =>
  (await listOf(client)).map(({ kind }: { kind: string }) => kind).toSorted()

test('security notices arrive everywhere and at once, whatever is preferred', async () => {
  await organization.switch('alarm', true)
  const preferred = {
    kinds: { 'alarm.rang': [], 'alarm.broken-in': [] },
    quietHours: { from: '00:00', until: '23:59' },
  }
  const { body } = await agent.call('PUT', '/notification-preferences', { body: preferred })
  expect(body.kinds.find(({ kind }: { kind: string }) => kind === 'alarm.broken-in')).toMatchObject({
    channels: ['in-app', 'email', 'push'],
    fixed: true,
  })
  expect((await agent.call('POST', '/alarm/ring', { body: {} })).status).toBe(204)
  await settled()
  expect(await kindsOf()).toEqual(['alarm.broken-in'])
  const address = await addressOf(agent.userId)
  await eventually(async () =>
    expect(
      await host.query('select subject from platform.development_mails where recipient = $1', [address]),
    ).toEqual([{ subject: 'Somebody broke in' }]),
  )
})

const AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'
const PASSWORD = 'correct horse battery staple'

async function signIn(password: string, email = '', headers = {}) {
  return (await host.visitor.call('POST', '/auth/login', { body: { email, password }, headers })).status
}

test.each<[string, RegExp, (email: string, owner: TestOrganization['owner']) => Promise<number>]>([
  [
    'A new device signed in to your account',
    /Safari/,
    (email) => signIn(PASSWORD, email, { 'user-agent': AGENT }),
  ],
  [
    'Somebody signed in to your account after several wrong passwords',
    /address: /,
    async (email) => {
      for (let count = 0; count < 5; count += 1) await signIn('not the password', email)
      return signIn(PASSWORD, email)
    },
  ],
  [
    'An API key was created',
    /“Nightly import”/,
    async (_, owner) =>
      (
        await owner.call('POST', '/api-keys', {
          body: { name: 'Nightly import', permissions: ['ticketing.tickets.read'] },
        })
      ).status,
  ],
  [
    'An operator acts in your account',
    /“Ticket 4711: an empty list”, for 10 minutes/,
    async (_, { userId }) => {
      const staff = await host.organization('Staff')
      await host.query('insert into platform.operators (user_id) values ($1)', [staff.owner.userId])
      const body = {
        organizationId: organization.id,
        userId,
        reason: 'Ticket 4711: an empty list',
        minutes: 10,
      }
      return (await staff.owner.call('POST', '/operator/impersonations', { body })).status
    },
  ],
  [
    'The organization has another owner',
    /The owner is now A manager/,
    async (_, owner) =>
      (await owner.call('POST', '/organization/ownership', { body: { userId: agent.userId } })).status,
  ],
  [
    'The organization is going to be deleted',
    /goes on \d{4}-\d\d-\d\d/,
    async (_, owner) =>
      (await owner.call('POST', '/organization/deletion', { body: { confirmation: 'Notified' } })).status,
  ],
])('“%s” reaches the mailbox of whom it concerns', async (subject, says, act) => {
  const email = (await addressOf(organization.owner.userId)) ?? ''
  expect(await act(email, organization.owner)).toBeLessThan(300)
  await eventually(async () => {
    const { body } = await host.visitor.call('GET', `//dev/mailbox.json?to=${encodeURIComponent(email)}`)
    const mail = body.items.find((one: { subject: string }) => one.subject === subject)
    expect(mail, JSON.stringify(body.items.map((one: { subject: string }) => one.subject))).toBeDefined()
    expect(mail.text).toMatch(says)
    expect(mail.html).toMatch(/<html lang="en" dir="ltr">/)
  })
})

test('by SMS, who prefers it and has a proven phone', async () => {
  const number = '+201001234567'
  await host.query('insert into platform.phones (user_id, number) values ($1, $2)', [agent.userId, number])
  const { body } = await agent.call('PUT', '/notification-preferences', {
    body: { kinds: { [KIND]: ['sms'] } },
  })
  expect(body.reachable).toContain('sms')
  const ticketId = await assign()
  await eventually(async () => {
    const { body: kept } = await host.visitor.call(
      'GET',
      `//dev/mailbox.json?to=${encodeURIComponent(number)}`,
    )
    expect(kept.texts).toMatchObject([
      { text: expect.stringMatching(/Ticket 1: The printer burns[^]*\/admin\/ticketing\//) },
    ])
    expect(kept.texts[0].text).toContain(ticketId)
  })
  expect((await host.visitor.call('GET', '//dev/mailbox')).body).toContain(number)
  expect([await mailsTo(agent.userId), await listOf()]).toEqual([[], []])
})

test('those who hold a permission are told, but not who may see only their own', async () => {
  await organization.switch('alarm', true)
  const [limited, member] = await Promise.all([organization.member('agent'), organization.member('member')])
  await agent.call('POST', '/alarm/ring', { body: { permission: 'ticketing.tickets.write' } })
  await settled()
  expect(await kindsOf()).toEqual(['alarm.broken-in', 'alarm.rang'])
  expect(await kindsOf(organization.owner)).toHaveLength(2)
  expect([...(await kindsOf(limited)), ...(await kindsOf(member))]).toEqual([])
})

test('nothing is told of what was rolled back', async () => {
  await organization.switch('alarm', true)
  expect((await agent.call('POST', '/alarm/ring', { body: { fail: true } })).status).toBe(500)
  expect(
    await host.query('select 1 from platform.notification_requests where organization_id = $1', [
      organization.id,
    ]),
  ).toEqual([])
  expect(await listOf()).toEqual([])
})

test('a module that was switched off meanwhile tells nothing', async () => {
  const [waiting] = await host.query<{ id: string }>(
    `with scope as (select set_config('app.organization_id', $1, true))
     insert into platform.notification_requests (organization_id, plugin_id, kind, recipients, payload, next_attempt_at)
     select $1::uuid, 'alarm', 'alarm.rang', jsonb_build_object('userIds', jsonb_build_array($2::text)), '{}', now() + interval '1 hour' from scope returning id`,
    [organization.id, agent.userId],
  )
  await host.query('update platform.notification_requests set next_attempt_at = now() where id = $1', [
    waiting?.id,
  ])
  await settled()
  expect(await listOf()).toEqual([])
})
