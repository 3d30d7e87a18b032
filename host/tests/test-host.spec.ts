import { tmpdir } from 'node:os'
import { startTestHost as startBareHost } from '@wasla/host'
import { startTestHost, type TestHost } from '@wasla/sdk/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const cluster = inject('adminUrl')
let host: TestHost

beforeAll(async () => {
  host = await startTestHost({ cluster, organizations: ['Northwind'] })
})

afterAll(() => host?.stop())

const inCluster = async (statement: string) => {
  const client = new pg.Client({ connectionString: cluster })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

const templates = () =>
  inCluster(
    `select oid, datname from pg_database where datname like 'wasla\\_test\\_template\\_%' order by oid`,
  )

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return Math.round(performance.now() - begun)
}

/** The last of three starts, each beside a bare copy of the database that it begins with. */
async function compareWithBareCopies(): Promise<{ next: TestHost; starts: number[]; copies: number[] }> {
  const [{ datname }] = await templates()
  const starts: number[] = []
  const copies: number[] = []
  for (;;) {
    copies.push(
      await milliseconds(() => inCluster(`create database bare_copy template ${datname} strategy file_copy`)),
    )
    await inCluster('drop database bare_copy')
    let next: TestHost | undefined
    starts.push(await milliseconds(async () => (next = await startTestHost({ cluster }))))
    if (next !== undefined && starts.length === 3) return { next, starts, copies }
    await next?.stop()
  }
}

test('the next host of the same plugins is a copy of what was migrated once', async () => {
  const before = await templates()
  expect(before.length).toBeGreaterThan(0)
  const { next, ...took } = await compareWithBareCopies()
  console.info(
    `a test host starts in ${took.starts.join(', ')} ms; its database alone is copied in ${took.copies.join(', ')} ms`,
  )
  try {
    expect(await templates()).toEqual(before)
    expect(next.database).not.toBe(host.database)
    expect(await next.query('select from platform.organizations')).toEqual([])
    expect((await next.query('select from crm.customers')).length).toBe(0)
  } finally {
    await next.stop()
  }
})

test('mails stay in the host, and the test reads them', async () => {
  const { owner } = host.organizations['Northwind'] as NonNullable<(typeof host.organizations)[string]>
  const { status, body } = await owner.call('POST', '/users/invite', {
    body: { email: 'sara@example.com', role: 'agent' },
  })
  expect(status, JSON.stringify(body)).toBe(201)
  await expect.poll(() => host.mails('sara@example.com')).toHaveLength(1)
  const [mail] = await host.mails('sara@example.com')
  expect(mail?.text).toContain('Northwind')
  expect(await host.mails('nobody@example.com')).toEqual([])
})

test('the time goes forward on every host of the test at once', async () => {
  const second = await host.another()
  try {
    await host.clock.advance({ days: 1, hours: 2 })
    const ahead = second.clock.now().getTime() - Date.now()
    expect(Math.round(ahead / 3_600_000)).toBe(26)
  } finally {
    await second.stop()
  }
})

test('a host without a built admin UI says so, and pages of nobody are not found', async () => {
  const bare = await startBareHost({ cluster, adminDirectory: tmpdir() })
  try {
    expect((await bare.visitor.call('GET', '//admin')).body.code).toBe('admin_ui_not_built')
    expect((await bare.visitor.call('GET', '//admin/plugins/crm2/x.js')).body.code).toBe('pages_unknown')
  } finally {
    await bare.stop()
  }
})
