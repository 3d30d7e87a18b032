import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['crm'])
  theirs = await host.organization('Theirs', ['crm'])
  await host.query(
    `insert into crm.customers (organization_id, company_name, email)
     select $1, 'Customer ' || lpad(n::text, 3, '0'), 'c' || n || '@example.com' from generate_series(1, 230) n`,
    [ours.id],
  )
  for (const companyName of ['=HYPERLINK("x")', 'شركة "النور"، الرياض'])
    await ours.owner.call('POST', '/crm/customers', { body: { companyName, phone: '+966501234567' } })
  await theirs.owner.call('POST', '/crm/customers', { body: { companyName: 'Customer of theirs' } })
})
afterAll(() => host.stop())

const order = {
  list: 'crm.customers',
  path: '/crm/customers',
  query: { sort: 'name' },
  columns: [
    { header: 'الشركة', fields: ['companyName'] },
    { header: 'E-mail or phone', fields: ['email', 'phone'] },
  ],
}

async function begin(asker: TestClient, body: object = order): Promise<string> {
  const answer = await asker.call('POST', '/exports', { body })
  expect([answer.status, answer.body.status], JSON.stringify(answer.body)).toEqual([202, 'waiting'])
  return answer.body.id
}

const ended = (asker: TestClient, id: string) =>
  eventually(async () => {
    const { body } = await asker.call('GET', `/exports/${id}`)
    expect(['completed', 'failed']).toContain(body.status)
    return body
  })

async function download(asker: TestClient, id: string): Promise<{ text: string; headers: Headers }> {
  const { body } = await asker.call('POST', `/exports/${id}/link`, { body: {} })
  const response = await fetch(new URL(body.url, host.url))
  expect(response.status).toBe(200)
  // Not text(), which takes the byte order mark away.
  return { text: Buffer.from(await response.arrayBuffer()).toString('utf8'), headers: response.headers }
}

/** While it stands, no task of ours is begun. */
async function held(work: () => Promise<void>): Promise<void> {
  await host.query(
    `insert into platform.tasks (organization_id, kind, subject, input, requested_by, status, lease_until)
     values ($1, 'purge', 'held', '{}', gen_random_uuid(), 'running', now() + interval '1 hour')`,
    [ours.id],
  )
  try {
    await work()
  } finally {
    await host.query(`delete from platform.tasks where subject = 'held'`)
  }
}

test('a list becomes a file that whoever asked for it downloads, page by page, whatever the values are', async () => {
  const id = await begin(ours.owner)
  const done = await ended(ours.owner, id)
  expect(done).toMatchObject({ id, list: 'crm.customers', status: 'completed', rows: 232, failure: null })
  const { text, headers } = await download(ours.owner, id)
  expect(headers.get('content-type')).toContain('text/csv')
  expect(headers.get('content-disposition')).toMatch(/attachment;.*crm\.customers-\d{4}-\d\d-\d\d\.csv/)
  const lines = text.split('\r\n')
  expect(lines[0]).toBe('\uFEFFالشركة,E-mail or phone')
  expect(lines).toHaveLength(234)
  expect(text).toContain('Customer 001,c1@example.com\r\n')
  expect(text).toContain(`"'=HYPERLINK(""x"")",+966501234567\r\n`)
  expect(text).toContain('"شركة ""النور""، الرياض",+966501234567\r\n')
  expect(text).not.toContain('theirs')

  const some = await begin(ours.owner, { ...order, query: { search: 'Customer 007' } })
  expect(await ended(ours.owner, some)).toMatchObject({ rows: 1 })
  const whole = { ...order, list: 'platform.modules', path: '/modules', query: {}, whole: true }
  const modules = await begin(ours.owner, { ...whole, columns: [{ header: 'Name', fields: ['name.ar'] }] })
  await ended(ours.owner, modules)
  expect((await download(ours.owner, modules)).text).toContain('العملاء\r\n')

  const { items } = (await ours.owner.call('GET', '/exports')).body
  expect(items.map((item: { id: string }) => item.id)).toEqual([modules, some, id])
  expect((await ours.owner.call('DELETE', `/exports/${id}`)).status).toBe(204)
  expect((await ours.owner.call('GET', `/exports/${id}`)).body.code).toBe('export_not_found')
  expect((await ours.owner.call('POST', `/exports/${id}/link`, { body: {} })).status).toBe(404)
})

describe('an export is asked for by those who may read the list', () => {
  test('401, 403, and 404 for what is no list or belongs to a module that is off', async () => {
    const { visitor } = host
    expect((await visitor.call('POST', '/exports', { body: order })).status).toBe(401)
    const nobody = await ours.member('nobody')
    const refused = await nobody.call('POST', '/exports', { body: order })
    expect([refused.status, refused.body.permission]).toEqual([403, 'crm.customers.read'])
    const { body: key } = await ours.owner.call('POST', '/api-keys', {
      body: { name: 'Program', permissions: ['crm.customers.read'] },
    })
    const program = new TestClient(host.url, key.key)
    expect((await program.call('POST', '/exports', { body: order })).status).toBe(403)
    for (const path of ['/live', '/users/me', '/crm/nothing', '/auth/providers'])
      expect((await ours.owner.call('POST', '/exports', { body: { ...order, path } })).body.code).toBe(
        'list_not_found',
      )
    const off = await ours.owner.call('POST', '/exports', { body: { ...order, path: '/tickets' } })
    expect([off.status, off.body.code]).toEqual([404, 'module_inactive'])
    for (const path of ['//example.com/x', '/crm/../users', '/crm/customers?limit=1'])
      expect((await ours.owner.call('POST', '/exports', { body: { ...order, path } })).status).toBe(400)
  })

  test('nobody else sees it: not in another organization, and not in the same one', async () => {
    const id = await begin(ours.owner)
    await ended(ours.owner, id)
    for (const stranger of [theirs.owner, await ours.member('admin')]) {
      expect((await stranger.call('GET', '/exports')).body.items).toEqual([])
      for (const [method, path] of [
        ['GET', ''],
        ['POST', '/link'],
        ['DELETE', ''],
      ] as const)
        expect(
          (await stranger.call(method, `/exports/${id}${path}`, { body: method === 'POST' ? {} : undefined }))
            .status,
        ).toBe(404)
    }
    for (const [method, path] of [
      ['GET', '/exports'],
      ['GET', `/exports/${id}`],
      ['POST', `/exports/${id}/link`],
      ['DELETE', `/exports/${id}`],
    ] as const)
      expect((await host.visitor.call(method, path)).status).toBe(401)
    expect((await ours.owner.call('GET', `/exports/${id}`)).body.status).toBe('completed')
  })

  test('who may read the list no longer gets neither rows nor file', async () => {
    const agent = await ours.member('agent')
    const before = await begin(agent)
    await ended(agent, before)
    await ours.owner.call('POST', '/roles', {
      body: { key: 'guest', name: 'Guest', permissions: ['platform.users.read'] },
    })
    let after = ''
    await held(async () => {
      after = await begin(agent)
      const lowered = await ours.owner.call('PATCH', `/users/${agent.userId}`, { body: { role: 'guest' } })
      expect(lowered.status).toBe(200)
    })
    expect(await ended(agent, after)).toMatchObject({
      status: 'failed',
      failure: { code: 'permission_denied' },
    })
    expect((await agent.call('POST', `/exports/${before}/link`, { body: {} })).status).toBe(403)
  })

  test('with the session ends what it asked for', async () => {
    const agent = await ours.member('agent')
    let id = ''
    await held(async () => {
      id = await begin(agent)
      await agent.call('POST', '/auth/logout')
    })
    await eventually(async () => {
      const [task] = await host.query('select failure from platform.tasks where id = $1', [id])
      expect(task).toMatchObject({ failure: { code: 'export_signed_out' } })
    })
  })
})

test('one at a time, ended on demand, and what the list refuses is told in its words', async () => {
  await held(async () => {
    const id = await begin(ours.owner)
    const again = await ours.owner.call('POST', '/exports', { body: order })
    expect([again.status, again.body.code]).toEqual([409, 'task_under_way'])
    expect((await ours.owner.call('DELETE', `/exports/${id}`)).status).toBe(204)
    expect((await ours.owner.call('GET', `/exports/${id}`)).status).toBe(404)
  })
  const wrong = await begin(ours.owner, { ...order, query: { sort: 'nonsense' } })
  expect(await ended(ours.owner, wrong)).toMatchObject({
    status: 'failed',
    failure: { code: expect.any(String), message: expect.any(String) },
  })
  const missing = await ours.owner.call('POST', `/exports/${wrong}/link`, { body: {} })
  expect([missing.status, missing.body.code]).toEqual([404, 'export_file_not_found'])
})

test('what a host that ended was at is taken up by another one', async () => {
  let id = ''
  await held(async () => {
    id = await begin(ours.owner)
    await host.query(
      `update platform.tasks set status = 'running', attempts = 1, processed = 100, lease_token = gen_random_uuid(),
         lease_until = now() - interval '1 s' where id = $1`,
      [id],
    )
  })
  expect(await ended(ours.owner, id)).toMatchObject({ status: 'completed', rows: 232 })
})
