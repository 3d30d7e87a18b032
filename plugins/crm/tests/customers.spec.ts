import { startTestHost, type Answer, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
})

afterAll(() => host.stop())

const create = async (organization: TestOrganization, body: object) => {
  const answer = await organization.owner.call('POST', '/crm/customers', { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const names = (items: { companyName: string }[]) => items.map(({ companyName }) => companyName)
const stagesOf = async ({ owner }: TestOrganization) =>
  (await owner.call('GET', '/crm/sales-stages')).body.items

describe('creating', () => {
  test('fills in what the database knows and understands the number by the country', async () => {
    const customer = await create(ours, {
      companyName: ' Alfreds Futterkiste ',
      email: 'Maria@Example.com',
      phone: '030-0074321',
      country: 'Germany',
    })
    expect(customer).toMatchObject({
      companyName: 'Alfreds Futterkiste',
      email: 'maria@example.com',
      phone: '+49300074321',
      phoneRaw: '030-0074321',
      version: 1,
      stageId: null,
    })
    expect(customer).not.toHaveProperty('organizationId')
  })

  test('the country of numbers without one is a setting of the organization', async () => {
    const organization = await host.organization('Jordan', ['crm'])
    const settings = await organization.owner.call('PUT', '/modules/crm/settings', {
      body: { value: { defaultCountry: 'JO' } },
    })
    expect(settings.status).toBe(200)
    expect(await create(organization, { companyName: 'A', phone: '079 123 4567' })).toMatchObject({
      phone: '+962791234567',
    })
    const refused = await organization.owner.call('PUT', '/modules/crm/settings', {
      body: { value: { defaultCountry: 'Jordan' } },
    })
    expect(refused.status).toBe(400)
  })

  test('refuses unknown keys and bad values, and names each', async () => {
    const { status, body } = await ours.owner.call('POST', '/crm/customers', {
      body: { companyName: '', email: 'no', organizationId: theirs.id, color: 'red' },
    })
    expect(status).toBe(400)
    const fields = body.fields.map(({ field }: { field: string }) => field).sort()
    expect(fields).toEqual(['color', 'companyName', 'email', 'organizationId'])
  })

  test('refuses an external id that is taken here, and takes one that is taken elsewhere', async () => {
    await create(ours, { companyName: 'A', externalId: 'SAME' })
    const again = await ours.owner.call('POST', '/crm/customers', {
      body: { companyName: 'B', externalId: 'SAME' },
    })
    expect(again.status).toBe(409)
    expect(JSON.stringify(again.body.fields)).toContain('externalId')
    expect(await create(theirs, { companyName: 'C', externalId: 'SAME' })).toMatchObject({
      externalId: 'SAME',
    })
  })

  test('refuses a stage and an owner of another organization', async () => {
    const [stage] = await stagesOf(theirs)
    const foreignStage = await ours.owner.call('POST', '/crm/customers', {
      body: { companyName: 'A', stageId: stage.id },
    })
    expect(foreignStage.status).toBe(400)
    const foreignOwner = await ours.owner.call('POST', '/crm/customers', {
      body: { companyName: 'A', ownerId: theirs.owner.userId },
    })
    expect([foreignOwner.status, foreignOwner.body.fields?.[0]?.field]).toEqual([400, 'ownerId'])
    expect(await create(ours, { companyName: 'Owned', ownerId: ours.owner.userId })).toMatchObject({
      ownerId: ours.owner.userId,
    })
  })
})

describe('repeating a request', () => {
  const send = (key: string, companyName: string, path = '/crm/customers') =>
    ours.owner.call('POST', path, { body: { companyName }, headers: { 'idempotency-key': key } })

  const count = async (search: string) =>
    (await ours.owner.call('GET', `/crm/customers?search=${search}`)).body.items.length

  test('with its Idempotency-Key gives the first answer', async () => {
    const [first, second] = [await send('twice', 'Twice'), await send('twice', 'Twice')]
    expect(first.status).toBe(201)
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    for (const name of ['etag', 'content-type'])
      expect(second.headers.get(name)).toBe(first.headers.get(name))
    expect(await count('Twice')).toBe(1)
    // What the write came to is the answer, so its row is complete with the write and not written again.
    const kept = await host.query(
      `select status, headers is null as "fromResult" from platform.idempotency_keys where body like '%"Twice"%'`,
    )
    expect(kept).toEqual([{ status: 201, fromResult: true }])
  })

  test('with an external id of its own gives the first answer too, not that the id is taken', async () => {
    const headers = { 'idempotency-key': 'with-external-id' }
    const body = { companyName: 'Twice sent', externalId: 'TWICE' }
    const first = await ours.owner.call('POST', '/crm/customers', { body, headers })
    const again = await ours.owner.call('POST', '/crm/customers', { body, headers })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    const other = await ours.owner.call('POST', '/crm/customers', { body })
    expect([other.status, other.body.code]).toEqual([409, 'crm.duplicate'])
  })

  test('twenty times at once creates one customer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('at-once', 'Atonce')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await count('Atonce')).toBe(1)
    const events = await host.query(
      `select from platform.event_log where name = 'crm.customer.created' and payload ->> 'companyName' = 'Atonce'`,
    )
    expect(events).toHaveLength(1)
  })

  test('with the same key and another body is refused', async () => {
    await send('other-body', 'One')
    const other = await send('other-body', 'Two')
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('at once with another body: one is done, the others are refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send('bodies-at-once', `Body ${index}`)),
    )
    const outcomes = answers.map(({ status, body }) => (status === 201 ? 'done' : body.code)).sort()
    expect(outcomes).toEqual(['done', ...Array.from({ length: 9 }, () => 'idempotency_key_reused')])
  })

  test('on another customer is another request, though key and body are the same', async () => {
    const [one, other] = [await create(ours, { companyName: 'P' }), await create(ours, { companyName: 'Q' })]
    const note = (id: string) =>
      ours.owner.call('POST', `/crm/customers/${id}/activities`, {
        body: { kind: 'note', subject: 'Same words' },
        headers: { 'idempotency-key': 'same-key' },
      })
    expect((await note(one.id)).body.customerId).toBe(one.id)
    const second = await note(other.id)
    // What it may not be is the answer about the first customer.
    expect([second.status, second.body.customerId]).toEqual([201, other.id])
  })
})

describe('changing', () => {
  test('changes what is given, counts the version, and minds If-Match', async () => {
    const { id, updatedAt } = await create(ours, { companyName: 'Old', city: 'Riyadh' })
    const read = await ours.owner.call('GET', `/crm/customers/${id}`)
    const tag = read.headers.get('etag') as string
    expect(tag).toBe('"v1"')
    const unchanged = await ours.owner.call('GET', `/crm/customers/${id}`, {
      headers: { 'if-none-match': tag },
    })
    expect(unchanged.status).toBe(304)

    const changed = await ours.owner.call('PATCH', `/crm/customers/${id}`, {
      body: { companyName: 'New' },
      headers: { 'if-match': tag },
    })
    expect(changed.body).toMatchObject({ companyName: 'New', city: 'Riyadh', version: 2 })
    expect(changed.headers.get('etag')).toBe('"v2"')
    expect(new Date(changed.body.updatedAt).getTime()).toBeGreaterThan(new Date(updatedAt).getTime())

    for (const method of ['PATCH', 'DELETE']) {
      const stale = await ours.owner.call(method, `/crm/customers/${id}`, {
        ...(method === 'PATCH' ? { body: { city: 'Jeddah' } } : {}),
        headers: { 'if-match': tag },
      })
      expect([stale.status, stale.body.code]).toEqual([412, 'stale_version'])
    }
    const kept = await ours.owner.call('GET', `/crm/customers/${id}`)
    expect(kept.body).toMatchObject({ city: 'Riyadh', version: 2 })
  })

  test('of twenty changes to one version, one is done', async () => {
    const { id } = await create(ours, { companyName: 'Wanted' })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ours.owner.call('PATCH', `/crm/customers/${id}`, {
          body: { city: `City ${index}` },
          headers: { 'if-match': '"v1"' },
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19)
  })

  test('a change cannot move a customer to another organization, stage or owner', async () => {
    const { id } = await create(ours, { companyName: 'Ours' })
    const [stage] = await stagesOf(theirs)
    for (const body of [
      { organizationId: theirs.id },
      { id: '00000000-0000-7000-8000-000000000000' },
      { stageId: stage.id },
      { ownerId: theirs.owner.userId },
    ]) {
      const answer = await ours.owner.call('PATCH', `/crm/customers/${id}`, { body })
      expect(answer.status, JSON.stringify(body)).toBe(400)
    }
    expect((await ours.owner.call('GET', `/crm/customers/${id}`)).body.version).toBe(1)
  })

  test('an empty change changes nothing and announces nothing', async () => {
    const { id } = await create(ours, { companyName: 'Quiet' })
    expect((await ours.owner.call('PATCH', `/crm/customers/${id}`, { body: {} })).body.version).toBe(1)
    const events = await host.query(
      `select from platform.event_log where name = 'crm.customer.updated' and payload ->> 'customerId' = $1`,
      [id],
    )
    expect(events).toEqual([])
  })

  test('a deleted customer is gone with its activities', async () => {
    const { id } = await create(ours, { companyName: 'Gone' })
    await ours.owner.call('POST', `/crm/customers/${id}/activities`, {
      body: { kind: 'note', subject: 'Soon gone' },
    })
    expect((await ours.owner.call('DELETE', `/crm/customers/${id}`)).status).toBe(204)
    expect((await ours.owner.call('GET', `/crm/customers/${id}`)).status).toBe(404)
    expect((await ours.owner.call('GET', `/crm/customers/${id}/activities`)).status).toBe(404)
    expect(await host.query('select from crm.activities where customer_id = $1', [id])).toEqual([])
  })
})

describe('listing', () => {
  let organization: TestOrganization
  let stages: { id: string; key: string; name: object }[]

  beforeAll(async () => {
    organization = await host.organization('Lists', ['crm'])
    stages = await stagesOf(organization)
    for (const [index, name] of ['Delta', 'Álpha', 'Beta', 'Gamma', 'Beta', 'شركة الأمل'].entries()) {
      await create(organization, {
        companyName: name,
        country: index % 2 === 0 ? 'Spain' : 'Mexico',
        stageId: stages[index % 2]?.id,
      })
    }
  })

  const all = async (query: string) => {
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { status, body }: Answer = await organization.owner.call(
        'GET',
        `/crm/customers?limit=2${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      expect(status).toBe(200)
      expect(body.items.length).toBeLessThanOrEqual(2)
      found.push(...names(body.items))
      cursor = body.nextCursor
    }
    return found
  }

  test('pages through everything once, the newest first or by name', async () => {
    expect(await all('')).toEqual(['شركة الأمل', 'Beta', 'Gamma', 'Beta', 'Álpha', 'Delta'])
    const byName = await all('&sort=name')
    expect(byName).toHaveLength(6)
    expect(byName.filter((name) => name === 'Beta')).toHaveLength(2)
  })

  test('filters by country and stage, and searches without accents and Arabic variants', async () => {
    expect(await all('&country=Spain')).toEqual(['Beta', 'Beta', 'Delta'])
    expect(await all(`&stageId=${stages[1]?.id}`)).toEqual(['شركة الأمل', 'Gamma', 'Álpha'])
    expect(await all('&search=alpha')).toEqual(['Álpha'])
    expect(await all(`&search=${encodeURIComponent('الامل')}`)).toEqual(['شركة الأمل'])
    expect(await all('&search=%25')).toEqual([])
  })

  test('the cursor and the filters of another organization lead to nothing of it', async () => {
    for (const sort of ['', '&sort=name']) {
      const page = await organization.owner.call('GET', `/crm/customers?limit=2${sort}`)
      const { body } = await theirs.owner.call(
        'GET',
        `/crm/customers?limit=100${sort}&cursor=${page.body.nextCursor}`,
      )
      expect(names(body.items)).not.toContain('Beta')
    }
    const byStage = await theirs.owner.call('GET', `/crm/customers?stageId=${stages[0]?.id}`)
    expect(byStage.body.items).toEqual([])
  })

  test('refuses what is no cursor, limit, sort or id', async () => {
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const queries = [
      'cursor=nonsense',
      `cursor=${made(["' or 1=1 --"])}`,
      `cursor=${made([42])}`,
      `sort=name&cursor=${made(['a', 'no id'])}`,
      'limit=0',
      'limit=101',
      'sort=id',
      'stageId=1',
    ]
    for (const query of queries) {
      const { status } = await organization.owner.call('GET', `/crm/customers?${query}`)
      expect(status, query).toBe(400)
    }
  })

  test('a new organization has sales stages of its own, in both languages and in order', async () => {
    expect(stages.map(({ key }) => key)).toEqual(['new', 'qualified', 'proposal', 'won', 'lost'])
    expect(stages[0]?.name).toEqual({ en: 'New', ar: 'جديد' })
    const others = new Set((await stagesOf(theirs)).map(({ id }: { id: string }) => id))
    expect(stages.filter(({ id }) => others.has(id))).toEqual([])
  })

  test('switching the module off and on seeds no second set of stages', async () => {
    await organization.switch('crm', false)
    await organization.switch('crm', true)
    expect(await stagesOf(organization)).toEqual(stages)
  })
})

describe('activities', () => {
  test('are listed the latest first, page by page, with their author', async () => {
    const { id } = await create(ours, { companyName: 'Active' })
    for (const hour of ['08', '10', '09']) {
      const { status, body } = await ours.owner.call('POST', `/crm/customers/${id}/activities`, {
        body: { kind: 'call', subject: hour, occurredAt: `2026-01-01T${hour}:00:00+03:00` },
      })
      expect([status, body.authorId]).toEqual([201, ours.owner.userId])
    }
    const first = await ours.owner.call('GET', `/crm/customers/${id}/activities?limit=2`)
    const second = await ours.owner.call(
      'GET',
      `/crm/customers/${id}/activities?limit=2&cursor=${first.body.nextCursor}`,
    )
    const subjects = [...first.body.items, ...second.body.items].map(({ subject }) => subject)
    expect(subjects).toEqual(['10', '09', '08'])
    expect(second.body.nextCursor).toBeNull()
    const told = await host.query(
      `select payload from platform.event_log where name = 'crm.activity.added' and payload ->> 'customerId' = $1`,
      [id],
    )
    expect(told).toHaveLength(3)
    expect(told[0].payload).toMatchObject({ kind: 'call', authorId: ours.owner.userId })
  })

  test('are found by their time, of all customers of the organization alone, with the company they are about', async () => {
    const calendar = (from: string, until: string, organization = ours) =>
      organization.owner.call('GET', `/crm/activities?limit=2&from=${from}&until=${until}`)
    const { id } = await create(ours, { companyName: 'Planned' })
    for (const day of ['01', '02', '03', '04']) {
      await ours.owner.call('POST', `/crm/customers/${id}/activities`, {
        body: { kind: 'meeting', subject: day, occurredAt: `2031-05-${day}T00:00:00Z` },
      })
    }
    const { body } = await calendar('2031-05-01T00:00:00Z', '2031-05-04T00:00:00Z')
    expect(body.items).toMatchObject([
      { subject: '01', companyName: 'Planned', customerId: id },
      { subject: '02' },
    ])
    const next = await ours.owner.call(
      'GET',
      `/crm/activities?from=2031-05-01T00:00:00Z&until=2031-05-04T00:00:00Z&cursor=${body.nextCursor}`,
    )
    expect(next.body.items.map(({ subject }: { subject: string }) => subject)).toEqual(['03'])
    expect((await calendar('2031-05-01T00:00:00Z', '2031-05-04T00:00:00Z', theirs)).body.items).toEqual([])
    const tooLong = await calendar('2031-05-01T00:00:00Z', '2031-08-01T00:00:00Z')
    expect([tooLong.status, tooLong.body.fields[0].field]).toEqual([400, 'until'])
  })

  test('the cursor of another list is refused', async () => {
    const { id } = await create(ours, { companyName: 'Active' })
    const cursor = Buffer.from(JSON.stringify(['a name', id])).toString('base64url')
    const { status } = await ours.owner.call('GET', `/crm/customers/${id}/activities?cursor=${cursor}`)
    expect(status).toBe(400)
  })

  test('a kind that is none is refused', async () => {
    const { id } = await create(ours, { companyName: 'Active' })
    const { status, body } = await ours.owner.call('POST', `/crm/customers/${id}/activities`, {
      body: { kind: 'party', subject: 'x', customerId: id },
    })
    expect(status).toBe(400)
    expect(body.fields.map(({ field }: { field: string }) => field).sort()).toEqual(['customerId', 'kind'])
  })
})
