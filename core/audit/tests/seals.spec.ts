import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createKeyring } from '../../encryption/keyring.ts'
import { createTenancyDatabase, type TenancyDatabase } from '../../tenancy/tests/_tenancy.ts'
import { sealAudit } from '../audit-sealer.ts'
import { AUDIT_PAGE } from '../list-audit.ts'
import { verifyAudit } from '../verify-audit.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const signer = createKeyring([key(1)])

let database: TenancyDatabase
let organization: string

beforeAll(async () => {
  database = await createTenancyDatabase([])
})

afterAll(() => database.close())

beforeEach(async () => {
  organization = await database.createOrganization()
  await database.admin.query('truncate platform.audit_log, platform.audit_seals')
  await database.admin.query('update platform.audit_sealing set watermark_id = 0')
})

/** Twice: the first call takes the watermark, the second seals up to it. */
const seal = async (batch = 1_000) => {
  const options = { platform: database.platform, signer, batch, settleSeconds: 0 }
  return (await sealAudit(options)) + (await sealAudit(options))
}
const verify = (anchor?: { seal: number; hash: string }) =>
  verifyAudit({ platform: database.platform, signer }, anchor)
/** Until nothing is left: transactions of other tests on this server hold seals back, too. */
async function sealAll(batch?: number): Promise<number> {
  let seals = 0
  const left = async () => {
    seals += await seal(batch)
    return (await verify()).unsealed
  }
  await expect.poll(left).toBe(0)
  return seals
}
const kinds = async () => (await verify()).findings.map(({ kind, rows }) => [kind, ...rows])

async function saveSetting(
  plugin: string,
  value: object,
  client: Pick<pg.Pool, 'query'> = database.admin,
): Promise<void> {
  await client.query(
    `insert into platform.settings (organization_id, plugin_id, value) values ($1, $2, $3)
     on conflict (organization_id, plugin_id) do update set value = excluded.value`,
    [organization, plugin, value],
  )
}

async function ids(): Promise<string[]> {
  const { rows } = await database.admin.query('select id from platform.audit_log order by id')
  return rows.map(({ id }) => id)
}

async function threeSealed(): Promise<string[]> {
  for (const plugin of ['one', 'two', 'three']) await saveSetting(plugin, { greeting: `Hello ${plugin}` })
  await sealAll()
  return ids()
}

test('the trail is sealed in a chain of batches, which holds', async () => {
  for (let index = 0; index < 25; index += 1) await saveSetting(`plugin-${index}`, { index })
  expect(await sealAll(10)).toBe(3)
  await saveSetting('later', {})
  expect(await verify()).toMatchObject({
    findings: [],
    seals: 3,
    rows: 25,
    unsealed: 1,
    unsigned: 0,
    withoutValues: 0,
    head: { seal: 3 },
  })
})

test('an edited, a deleted and an added row show, and which', async () => {
  const [one, two, three] = await threeSealed()
  await database.admin.query(`update platform.audit_log set actor_id = gen_random_uuid() where id = $1`, [
    one,
  ])
  expect(await kinds()).toEqual([['rows_changed', one]])
  await database.admin.query(`delete from platform.audit_log where id = $1`, [two])
  expect(await kinds()).toEqual([
    ['rows_missing', two],
    ['rows_changed', one],
  ])
  await database.admin.query(
    `insert into platform.audit_log (id, organization_id, plugin_id, table_name, row_id, action) values ($1, $2, 'crm', 'x', 'y', 'insert')`,
    [two, organization],
  )
  expect((await kinds()).flat()).toContain('rows_changed')
  expect(three).toBeDefined()
})

test('values may be emptied, but not changed', async () => {
  const [one, two] = await threeSealed()
  await database.admin.query(
    `update platform.audit_log set before = null, after = null, salt = null where id = $1`,
    [one],
  )
  expect(await verify()).toMatchObject({ findings: [], withoutValues: 1 })
  await database.admin.query(
    `update platform.audit_log set after = after || '{"plugin_id":"other"}' where id = $1`,
    [two],
  )
  expect(await kinds()).toEqual([['values_changed', two]])
})

test('whoever computes the chain anew cannot sign it, and an end that was cut off misses the head noted before', async () => {
  await threeSealed()
  await saveSetting('four', {})
  await sealAll()
  const { head } = await verify()
  await database.admin.query(
    `delete from platform.audit_log where id = (select max(id) from platform.audit_log);
     delete from platform.audit_seals where id = 2`,
  )
  expect((await verify()).findings).toEqual([])
  expect((await verify(head ?? undefined)).findings).toMatchObject([{ kind: 'seal_missing' }])
  await database.admin.query(`
    update platform.audit_log set action = 'delete' where id = (select min(id) from platform.audit_log);
    update platform.audit_seals s set
      marks = (select string_agg(substring(platform.audit_row_hash(l) for 8), '' order by id) from platform.audit_log l),
      hash = platform.audit_seal_hash(null, 1, s.after_id, s.until_id,
        (select string_agg(platform.audit_row_hash(l), '' order by id) from platform.audit_log l))`)
  expect(await kinds()).toEqual([['signature_invalid']])
})

test('a row whose transaction commits late is waited for, and writers wait for nothing', async () => {
  const late = new pg.Client({ connectionString: database.adminUrl })
  await late.connect()
  try {
    await late.query('begin')
    await saveSetting('late', {}, late as unknown as pg.Pool)
    await saveSetting('early', {})
    expect(await seal()).toBe(0)
    expect(await verify()).toMatchObject({ seals: 0, unsealed: 1 })
    await late.query('commit')
    expect(await sealAll()).toBe(1)
    expect(await verify()).toMatchObject({ findings: [], rows: 2, unsealed: 0 })
  } finally {
    await late.end()
  }
})

test('hosts that seal at once while others write leave one unbroken chain', async () => {
  const writing = new AbortController()
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let index = 0; index < 60; index += 1) await saveSetting(`w${writer}-${index}`, { index })
  })
  const sealers = Array.from({ length: 3 }, async () => {
    while (!writing.signal.aborted)
      await sealAudit({ platform: database.platform, signer, batch: 7, settleSeconds: 0 })
  })
  await Promise.all(writers)
  writing.abort()
  await Promise.all(sealers)
  await sealAll(7)
  expect(await verify()).toMatchObject({ findings: [], rows: 240, unsealed: 0 })
})

test('secrets never reach the trail, but that they changed does', async () => {
  const keyring = createKeyring([key(1)])
  await saveSetting('one', { token: { $sealed: keyring.seal('first secret', 'place') } })
  await saveSetting('one', { token: { $sealed: keyring.seal('other secret', 'place') } })
  const { rows } = await database.admin.query('select before, after from platform.audit_log order by id')
  expect(rows).toHaveLength(2)
  expect(rows[1].before.value.token.$sealed).toMatch(/^sealed …[\w-]{8}$/)
  expect(rows[1].after.value.token).not.toEqual(rows[1].before.value.token)
})

test('a watermark from another server is given up', async () => {
  await threeSealed()
  await saveSetting('four', {})
  await database.admin.query(
    `update platform.audit_sealing set watermark_id = 1000000, watermark_xid = '999999999999'`,
  )
  expect(await sealAll()).toBe(1)
  expect(await verify()).toMatchObject({ findings: [], rows: 4, unsealed: 0 })
})

test('a page of a long trail is read without going through it', async () => {
  await database.admin.query(
    `insert into platform.audit_log (organization_id, plugin_id, table_name, row_id, action, actor_id, request_id, at)
     select case when n % 20 = 0 then uuidv7() else $1 end, 'crm', 'customers', 'record-' || n / 10, 'update', md5((n % 20)::text)::uuid,
       'request-' || n, now() - (60000 - n) * interval '1 minute'
     from generate_series(1, 60000) as n`,
    [organization],
  )
  await database.admin.query('vacuum analyze platform.audit_log')
  const filters = ['plugin', 'table', 'record', 'actor', 'action', 'requestId', 'from', 'until']
  const pagesRead = async (filter: string, value: string, before: number | null = null) => {
    const [explained] = await database.platform.inOrganization<{ 'QUERY PLAN': [{ Plan: object }] }>(
      organization,
      `explain (analyze, buffers, format json) ${AUDIT_PAGE}`,
      [organization, before, 51, ...filters.map((name) => (name === filter ? value : null))],
    )
    const plan = explained?.['QUERY PLAN'][0].Plan as Record<
      'Shared Hit Blocks' | 'Shared Read Blocks',
      number
    >
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }
  const { rows } = await database.admin.query(
    `select pg_relation_size('platform.audit_log') / 8192 as pages, md5('7')::uuid as actor, now() - interval '1 hour' as recent`,
  )
  const { pages, actor, recent } = rows[0]
  expect(Number(pages)).toBeGreaterThan(800)
  for (const [filter, value, before] of [
    ['plugin', 'crm'],
    ['plugin', 'crm', 1_000],
    ['actor', actor],
    ['record', 'record-77'],
    ['requestId', 'request-777'],
    ['from', recent.toISOString()],
  ] as const)
    expect(await pagesRead(filter, value, before), `${filter} ${value}`).toBeLessThan(200)
})
