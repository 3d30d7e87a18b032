import { createHash, createHmac } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { purge } from './_purge.ts'
import { trace } from './showcase/server/lifecycle-trace.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

const showcase = {
  directory: fileURLToPath(new URL('showcase', import.meta.url)),
  load: () => import('./showcase/plugin.ts'),
}

beforeAll(async () => {
  trace.length = 0
  host = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [showcase],
    environment: { WASLA_SHOWCASE_SIGNING_KEY: 'a key from outside' },
  })
  ours = await host.organization('Ours', ['ticketing', 'showcase'])
  theirs = await host.organization('Theirs', ['ticketing', 'showcase'])
})

afterAll(() => host.stop())

const call = async (method: string, path: string, body?: object, organization = ours) =>
  organization.owner.call(method, path, { body })

const page = async (slug: string, title: string, organization = ours) => {
  const answer = await call(
    'POST',
    '/showcase/pages',
    { slug, title, price: '9007199254740993' },
    organization,
  )
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

test('lifecycle: registered, then started; an organization that switches it on is told before it answers', async () => {
  expect(trace.filter((entry) => !entry.startsWith('tick'))).toEqual([
    'register',
    'start',
    `enable ${ours.id}`,
    `enable ${theirs.id}`,
  ])
  const organization = await host.organization('On and off', ['showcase'])
  await organization.switch('showcase', false)
  expect(trace.filter((entry) => entry.endsWith(organization.id))).toEqual([
    `enable ${organization.id}`,
    `disable ${organization.id}`,
  ])
})

describe('settings', () => {
  const secret = 'a secret of the provider'

  test('a secret is never returned, encrypted at rest, and open to the plugin', async () => {
    const saved = await call('PUT', '/modules/showcase/settings', { value: { plan: 'full', apiKey: secret } })
    expect(saved.status).toBe(200)
    const read = await call('GET', '/modules/showcase/settings')
    expect(read.body).toMatchObject({ value: { plan: 'full' }, secrets: { apiKey: true } })
    for (const { body } of [saved, read]) expect(JSON.stringify(body)).not.toContain(secret)
    const [stored] = await host.query(
      'select value::text from platform.settings where organization_id = $1',
      [ours.id],
    )
    expect(stored.value).not.toContain(secret)
    const audited = await host.query('select to_jsonb(v)::text as value from platform.audit_log v')
    expect(audited.filter(({ value }) => value.includes(secret))).toEqual([])
    const inside = await call('GET', '/showcase/api-key-hash')
    expect(inside.body.hash).toBe(createHash('sha256').update(secret).digest('hex'))
  })

  test('are those of the organization, with a form', async () => {
    expect((await call('GET', '/modules/showcase/settings', undefined, theirs)).body).toMatchObject({
      value: { plan: 'full' },
      secrets: { apiKey: false },
    })
    const { body } = await call('GET', '/modules/showcase/settings/schema')
    expect(body.properties).toMatchObject({ plan: { enum: ['free', 'full'] }, apiKey: { writeOnly: true } })
  })

  test('a plan without ticketing refuses to switch it on, in the words of the plugin', async () => {
    const organization = await host.organization('Free', ['showcase'])
    await call('PUT', '/modules/showcase/settings', { value: { plan: 'free' } }, organization)
    const refused = await call(
      'PUT',
      '/modules/ticketing',
      { active: true, withRequirements: true },
      organization,
    )
    expect(refused.status).toBe(403)
    expect(refused.body.detail).toContain('Your plan does not include ticketing')
    expect((await call('GET', '/tickets', undefined, organization)).status).toBe(404)
  })
})

describe('data', () => {
  test('a shared table is read by every organization and written by none', async () => {
    const expected = [
      { code: 'JPY', decimals: 0 },
      { code: 'KWD', decimals: 3 },
      { code: 'SAR', decimals: 2 },
    ]
    expect((await call('GET', '/showcase/currencies')).body).toEqual(expected)
    expect((await call('GET', '/showcase/currencies', undefined, theirs)).body).toEqual(expected)
    expect((await call('POST', '/showcase/currencies')).status).toBeGreaterThanOrEqual(400)
    expect(await host.query('select code from showcase.currencies order by code')).toHaveLength(3)
  })

  test('amounts beyond 2^53 arrive whole, by REST and by GraphQL', async () => {
    expect((await page('big-money', 'Big money')).price).toBe('9007199254740993')
    const { data, errors } = await ours.owner.graphql('{ showcaseRevenue }')
    expect(errors).toBeUndefined()
    expect(data.showcaseRevenue).toBe('9007199254740993')
  })

  test('search finds through accents and Arabic variants, in one organization', async () => {
    await page('search-one', 'إعلان العيد')
    await page('search-two', 'إعلان العيد', theirs)
    const found = await call('GET', `/showcase/pages?search=${encodeURIComponent('اعلان')}`)
    expect(found.body.items).toMatchObject([{ title: 'إعلان العيد' }])
  })
})

test('a unit of work is undone when its caller leaves; until then its signal is quiet', async () => {
  const leaving = new AbortController()
  const left = fetch(`${host.visitor.origin}/api/v1/showcase/patience`, {
    method: 'POST',
    body: '{"slug":"patience"}',
    headers: {
      'content-type': 'application/json',
      'x-patience': 'endless',
      authorization: `Bearer ${ours.owner.token}`,
    },
    signal: leaving.signal,
  })
  left.catch(() => {})
  await eventually(() =>
    expect(trace.filter((entry) => entry.startsWith('patience'))).toEqual(['patience: begun']),
  )
  leaving.abort()
  await expect(left).rejects.toThrow('aborted')
  await eventually(() => expect(trace).toContain('patience: client_gone'))
  expect(await host.query(`select from showcase.pages where slug = 'patience'`)).toEqual([])
})

test('a privacy request tells how far a module is, and stops it when another host has taken over', async () => {
  const { status, body } = await call('POST', '/privacy/requests', {
    kind: 'export',
    subject: { email: 'endless@example.com' },
  })
  expect(status, JSON.stringify(body)).toBe(202)
  await eventually(() => expect(trace).toContain('endless export: half'))
  const running = (await call('GET', `/privacy/requests/${body.id}`)).body
  expect(running).toMatchObject({ status: 'running', message: 'showcase' })
  expect(running.progress % (1 / 5)).toBeCloseTo(0.1)
  await host.query(
    `update platform.privacy_requests set lease_token = gen_random_uuid(), lease_until = now() + interval '1 h'
     where id = $1`,
    [body.id],
  )
  await eventually(() => expect(trace).toContain('endless export: stopped'))
  await host.query('delete from platform.privacy_requests where id = $1', [body.id])
})

describe('public addresses', () => {
  test('a visitor reaches the page by its slug, however it is written, and only while the module is on', async () => {
    await page('Open-Page', 'Open')
    for (const slug of ['open-page', 'OPEN-PAGE']) {
      expect(await host.visitor.call('GET', `/showcase/public/${slug}`)).toMatchObject({
        status: 200,
        body: { title: 'Open' },
      })
    }
    expect((await host.visitor.call('GET', '/showcase/public/unknown-page')).status).toBe(404)
    await ours.switch('showcase', false)
    expect((await host.visitor.call('GET', '/showcase/public/open-page')).status).toBe(404)
    await ours.switch('showcase', true)
    expect((await host.visitor.call('GET', '/showcase/public/open-page')).status).toBe(200)
  })

  test('belong to one organization, also when two claim one at the same moment', async () => {
    const claim = (organization: TestOrganization) =>
      call('POST', '/showcase/pages', { slug: 'contested', title: organization.id }, organization)
    const answers = await Promise.all([claim(ours), claim(theirs), claim(ours), claim(theirs)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    const refused = answers.find(({ status, body }) => status === 409 && body.code === 'address_taken')
    expect(refused?.body.detail).not.toContain(theirs.id)
    expect((await host.query(`select from showcase.pages where slug = 'contested'`)).length).toBe(1)
  })
})

describe('a webhook', () => {
  interface Order {
    readonly id: string
    readonly page: string
  }
  const send = (body: string | { readonly orders: readonly Order[] }, key = 'a key from outside') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return host.visitor.call('POST', '/showcase/hooks/orders', {
      body: text,
      headers: { 'x-signature': createHmac('sha256', key).update(text).digest('hex') },
    })
  }
  /** The organizations in which an order was counted, as often as it was. */
  const counted = async (id: string) =>
    (
      await host.query(
        `select organization_id from platform.meter_events
         where meter = 'showcase.page-views' and starts_with(event_id, $1) order by at`,
        [`order ${id} by `],
      )
    ).map(({ organization_id }) => organization_id)

  beforeAll(async () => {
    await page('hooked', 'Hooked')
    await page('hooked-too', 'Hooked, too', theirs)
  })

  test('is verified over its raw bytes, with a key from the host’s configuration', async () => {
    // Not the bytes that JSON.stringify would make of it, and with more than was asked for.
    const raw = '{ "orders":  [{ "id": "raw-bytes", "page": "hooked", "gift": true }], "sent": 1 }'
    expect(await send(raw)).toMatchObject({ status: 200, body: { accepted: 1 } })
    const forged = await send({ orders: [{ id: 'forged', page: 'hooked' }] }, 'another key')
    expect([forged.status, forged.body.code]).toEqual([401, 'webhook_signature_invalid'])
    await eventually(async () => expect(await counted('raw-bytes')).toEqual([ours.id]))
    expect(await counted('forged')).toEqual([])
  })

  test('delivered many times at once counts once', async () => {
    const orders = [{ id: 'replayed', page: 'hooked' }]
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ orders })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(1)
    await eventually(async () => expect(await counted('replayed')).toEqual([ours.id]))
  })

  test('brings each organization its own, and leaves out what is nobody’s', async () => {
    const orders = [
      { id: 'shared', page: 'hooked' },
      { id: 'shared', page: 'HOOKED-too' },
      { id: 'shared', page: 'nobody' },
    ]
    expect((await send({ orders })).body).toEqual({ accepted: 2 })
    await eventually(async () =>
      expect((await counted('shared')).sort()).toEqual([ours.id, theirs.id].sort()),
    )
    const nobody = await send({ orders: [{ id: 'lost', page: 'nobody' }] })
    expect([nobody.status, nobody.body.code]).toEqual([404, 'address_not_found'])
    const wrong = await send({ orders: [{ id: 'no page' } as Order] })
    expect([wrong.status, wrong.body.fields[0].field]).toEqual([400, 'orders.0.page'])
  })

  test('takes what comes while the module is off, and it arrives when the module is on again', async () => {
    const organization = await host.organization('Away', ['showcase'])
    await page('away', 'Away', organization)
    await organization.switch('showcase', false)
    const orders = [{ id: 'meanwhile', page: 'away' }]
    expect((await send({ orders })).body).toEqual({ accepted: 1 })
    await eventually(async () =>
      expect(
        await host.query('select from platform.parked_jobs where organization_id = $1', [organization.id]),
      ).toHaveLength(1),
    )
    expect(await counted('meanwhile')).toEqual([])
    await organization.switch('showcase', true)
    await eventually(async () => expect(await counted('meanwhile')).toEqual([organization.id]))
    expect((await send({ orders })).body).toEqual({ accepted: 0 })
  })
})

describe('other modules', () => {
  test('contribute to an extension point while they are on', async () => {
    expect((await call('GET', '/showcase/themes')).body).toEqual({ themes: ['plain'] })
  })

  test('are asked through a typed ref while they are on, and say so when they are off', async () => {
    const organization = await host.organization('Asks', ['crm', 'showcase'])
    const { body: customer } = await call('POST', '/crm/customers', { companyName: 'Asked' }, organization)
    const path = `/showcase/customers/${customer.id}`
    const found = await call('GET', path, undefined, organization)
    expect(found.body).toMatchObject([{ id: customer.id, companyName: 'Asked' }])
    expect((await call('GET', path, undefined, theirs)).body).toEqual([])
    await organization.switch('crm', false)
    const refused = await call('GET', path, undefined, organization)
    expect(refused).toMatchObject({ status: 404, body: { code: 'module_inactive', module: 'crm' } })
  })

  test('hooks run in their order, each module’s own, and not where the module is off', async () => {
    const { body: customer } = await call('POST', '/crm/customers', { companyName: 'Hooked' })
    await call('POST', '/tickets', { subject: 'Open', customerId: customer.id })
    const vetoed = await call('DELETE', `/crm/customers/${customer.id}`)
    expect(vetoed.body.code).toBe('ticketing.customer_has_open_tickets')
    // Its order is lower than ticketing's, so it ran before the veto.
    expect(trace).toContain(`hook ${customer.id}`)

    const elsewhere = await host.organization('Without showcase', ['crm'])
    const { body: other } = await call('POST', '/crm/customers', { companyName: 'Unhooked' }, elsewhere)
    expect((await call('DELETE', `/crm/customers/${other.id}`, undefined, elsewhere)).status).toBe(204)
    expect(trace).not.toContain(`hook ${other.id}`)
  })

  test('records are linked both ways, only inside the organization, and no longer once one end is purged', async () => {
    const organization = await host.organization('Linked', ['ticketing', 'showcase'])
    const { body: customer } = await call('POST', '/crm/customers', { companyName: 'Linked' }, organization)
    const { body: ticket } = await call(
      'POST',
      '/tickets',
      { subject: 'Linked', customerId: customer.id },
      organization,
    )
    const links = async (path: string, asker = organization) =>
      (await call('GET', `/showcase/links/${path}`, undefined, asker)).body
    const expected = [
      {
        kind: 'concerns',
        from: { plugin: 'ticketing', type: 'Ticket', id: ticket.id },
        to: { plugin: 'crm', type: 'Customer', id: customer.id },
      },
    ]
    expect(await links(`crm/Customer/${customer.id}`)).toEqual(expected)
    expect(await links(`ticketing/Ticket/${ticket.id}`)).toEqual(expected)
    expect(await links(`crm/Customer/${customer.id}`, ours)).toEqual([])

    await organization.switch('ticketing', false)
    expect(await links(`crm/Customer/${customer.id}`)).toEqual([])
    const { body: preview } = await call('GET', '/modules/ticketing/purge-preview', undefined, organization)
    expect(preview.rows).toMatchObject({ 'platform.integration_mappings': 1 })
    expect((await purge(organization.owner, 'ticketing', preview.confirmation)).status).toBe('completed')
    await organization.switch('ticketing', true)
    expect(await links(`crm/Customer/${customer.id}`)).toEqual([])
  })
})

describe('events and jobs', () => {
  const published = (pageId: string) =>
    host.query('select from platform.meter_events where event_id = $1', [`published ${pageId}`])

  test('an event reaches its subscriber, and one of an older version is brought up to date', async () => {
    const { id } = await page('evented', 'Evented')
    await eventually(async () => expect(await published(id)).toHaveLength(1))
    const older = '00000000-0000-7000-8000-00000000beef'
    await host.query(
      `with scope as (select set_config('app.organization_id', $1, true))
       insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id)
       select $1::uuid, 'showcase', 'showcase.page.published', 1, jsonb_build_object('page', $2::text), uuidv7() from scope`,
      [ours.id, older],
    )
    // Nobody was woken: it is found by the next look at the log, or with the next event.
    const { id: next } = await page('evented-next', 'Evented next')
    await eventually(async () => expect(await published(next)).toHaveLength(1))
    await eventually(async () => expect(await published(older)).toHaveLength(1))
  })

  test('a job tells how far it is and what came of it, to its own organization only', async () => {
    const { status, body } = await call('POST', '/showcase/sweeps')
    expect(status).toBe(202)
    const done = await eventually(async () => {
      const job = await call('GET', `/jobs/${body.jobId}`)
      expect(job.body.state).toBe('completed')
      return job.body
    })
    const pages = (await call('GET', '/showcase/pages?limit=100')).body.items.length
    expect(done).toMatchObject({ progress: 1, message: `${pages} pages`, output: { pages }, attempts: 1 })
    expect((await call('GET', `/jobs/${body.jobId}`, undefined, theirs)).status).toBe(404)
    expect((await host.visitor.call('GET', `/jobs/${body.jobId}`)).status).toBe(401)
  })

  test('a schedule plans the next run of each organization whose module is on', async () => {
    const organization = await host.organization('Scheduled', ['showcase'])
    const second = await host.another()
    const planned = await eventually(async () => {
      const rows = await host.query(
        `select next_run from platform.schedule_runs
         where schedule = 'showcase.hourly-sweep' and organization_id = $1`,
        [organization.id],
      )
      expect(rows).toHaveLength(1)
      return new Date(rows[0].next_run)
    })
    await second.stop()
    expect([planned.getUTCMinutes(), planned.getUTCSeconds()]).toEqual([0, 0])
    expect(planned.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000)
  })

  test('of two hosts one runs the singleton; when it stops, the other takes over with a greater token', async () => {
    const organization = await host.organization('Ticking', ['showcase'])
    const ticks = () =>
      trace.filter((entry) => entry.startsWith(`tick ${organization.id}`)).map((entry) => entry.split(' ')[2])
    await eventually(() => expect(ticks()).toHaveLength(1))
    const second = await host.another()
    const holder = async () =>
      (
        await host.query('select holder from platform.singleton_leases where organization_id = $1', [
          organization.id,
        ])
      )[0].holder
    const first = await holder()
    expect(ticks()).toHaveLength(1)
    await organization.switch('showcase', false)
    await eventually(async () => expect(await holder()).toBeNull())
    await organization.switch('showcase', true)
    await eventually(() => expect(ticks()).toHaveLength(2))
    expect(first).not.toBeNull()
    expect(Number(ticks()[1])).toBeGreaterThan(Number(ticks()[0]))
    await second.stop()
  })
})

test('health: /readyz has the plugin’s own report, /metrics counts its requests', async () => {
  const ready = await host.visitor.call('GET', '//readyz')
  expect(ready.body).toMatchObject({
    status: 'ready',
    plugins: { showcase: { status: 'ok' } },
    quarantined: [],
  })
  const { body } = await host.visitor.call('GET', '//metrics')
  expect(body).toMatch(/module="showcase"/)
})

test('what a plugin logs carries organization, plugin and request', async () => {
  const id = '00000000-0000-7000-8000-00000000cafe'
  const { headers } = await call('GET', `/showcase/customers/${id}`)
  const line = host.log.find(({ customer }) => customer === id)
  expect(line).toMatchObject({
    msg: 'A customer is looked up',
    plugin: 'showcase',
    organization: ours.id,
    requestId: headers.get('x-request-id'),
  })
})

test('configuration that does not fit keeps the plugin out, without showing its value', async () => {
  const strict = await startTestHost({
    cluster: inject('adminUrl'),
    plugins: [showcase],
    environment: { WASLA_SHOWCASE_SIGNING_KEY: 'short' },
  })
  const { body } = await strict.visitor.call('GET', '//readyz')
  await strict.stop()
  expect(body.quarantined).toMatchObject([{ plugin: 'showcase' }])
  expect(body.quarantined[0].reason).toContain('WASLA_SHOWCASE_SIGNING_KEY')
  expect(JSON.stringify(body)).not.toContain('short')
})
