import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import pg from 'pg'
import { startPageTools } from '../authoring/pages/browser.ts'
import { TestClient } from '../testing/test-client.ts'
import { startProcess } from './_process.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'wasla-dev-'))
const name = `dev_${process.pid}`
const inCluster = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement)
  await client.end()
}
let dev: ReturnType<typeof startProcess>
let started = 0
const client = new TestClient('http://127.0.0.1:38471')

beforeAll(async () => {
  await inCluster(`create database ${name}`)
  cpSync(join(repository, 'examples/loyalty'), directory, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
  })
  symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'))
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  started = performance.now()
  dev = startProcess(
    process.execPath,
    ['--conditions=wasla-source', join(repository, 'host/bin/wasla.js'), 'dev'],
    {
      cwd: directory,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PORT: '38471',
        DATABASE_URL: url.href,
        WASLA_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
      },
    },
  )
})

afterAll(async () => {
  dev.kill('SIGTERM')
  await dev.finished
  await inCluster(`drop database if exists ${name} with (force)`)
  rmSync(directory, { recursive: true })
})

/** While nobody listens there is no status. */
const statusOf = (path: string): Promise<number | undefined> =>
  client.call('GET', path).then(
    ({ status }) => status,
    () => undefined,
  )

const change = (file: string, before: string, after: string): void => {
  const path = join(directory, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(before, after))
}

test('a change is served after a restart, on the same database', {
  timeout: 600_000,
}, async () => {
  await dev.printed(/Modules +crm.*loyalty/)
  const first = performance.now() - started
  const { body } = await client.call('POST', '/auth/register', {
    body: {
      organizationName: 'Northwind',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'a long one of your own',
    },
  })
  client.token = body.accessToken
  await client.call('PUT', '/modules/loyalty?wait=acknowledged', {
    body: { active: true, withRequirements: true },
  })
  expect(await statusOf('/loyalty/accounts')).toBe(200)

  const restarts: number[] = []
  for (const [before, after] of [
    ["'/accounts'", "'/richest'"],
    ["'/richest'", "'/happiest'"],
  ] as const) {
    const begun = performance.now()
    change('server/http/points.routes.ts', before, after)
    const path = `/loyalty${after.replaceAll("'", '')}`
    await expect.poll(() => statusOf(path), { timeout: 200_000, interval: 20 }).toBe(200)
    restarts.push(performance.now() - begun)
  }
  await dev.printed(/points\.routes\.ts has changed; starting anew/)
  const [one, other] = restarts.map(Math.round)
  console.info(
    `wasla dev: ready after ${Math.round(first)} ms; from saving a file to the answer of its route ${one} ms, saved again at once ${other} ms`,
  )
})

test('changed pages are built, and an open browser shows them by itself', {
  timeout: 400_000,
}, async () => {
  const tools = await startPageTools()
  if (tools === undefined) throw new Error('There is no browser; run "npm install" again.')
  try {
    const context = await tools.browser.newContext({ baseURL: client.origin, locale: 'en-GB' })
    await context.addCookies([{ name: 'wasla', value: client.token ?? '', url: client.origin }])
    const page = await context.newPage()
    let loads = 0
    page.on('domcontentloaded', () => loads++)
    await page.goto('/admin/loyalty')
    await page.getByRole('heading', { name: 'Loyalty points' }).waitFor()
    const begun = performance.now()
    change('admin/locales/en.json', '"title": "Loyalty points"', '"title": "Points of all"')
    await page.getByRole('heading', { name: 'Points of all' }).waitFor({ timeout: 200_000 })
    console.info(`wasla dev: an open page shows a change after ${Math.round(performance.now() - begun)} ms`)
    expect(loads).toBe(1)
  } finally {
    await tools.browser.close()
  }
})

test('GraphiQL, for who is signed in, and the reference of the API are there while one develops', async () => {
  const page = (path: string) =>
    fetch(`http://127.0.0.1:38471${path}`, {
      headers: { accept: 'text/html', authorization: `Bearer ${client.token}` },
    })
  expect(await (await page('/graphql')).text()).toContain('GraphiQL')
  expect((await page('/api/v1/reference')).status).toBe(200)
})
