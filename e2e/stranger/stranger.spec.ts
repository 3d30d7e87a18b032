import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TestClient } from '@wasla/host'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../core/tests/_test-database.ts'
import { startPageTools } from '../../host/authoring/pages/browser.ts'
import { purge } from '../_purge.ts'
import { plantConsumer } from './_consumer.ts'
import { Deployment, type Finished, type RunningHost } from './_deployment.ts'
import { describeGuide, guideCommands } from './_guides.ts'
import { lookAtPage } from './_pages.ts'

let database: TestDatabase
let deployment: Deployment
let browser: Browser
/** The example is packed beside other steps, as it takes a compiler and a bundler but nothing of a host. */
let loyaltyPacked: Promise<Finished>

beforeAll(async () => {
  database = await createTestDatabase()
  deployment = new Deployment({ DATABASE_URL: database.adminUrl, WASLA_TEST_CLUSTER: inject('adminUrl') })
  const [install] = guideCommands('first-plugin').filter(({ where }) => where === 'install')
  const { code, output } = await deployment.install(install?.text ?? '')
  expect(code, output).toBe(0)
  deployment.copyExample('loyalty')
  loyaltyPacked = deployment.run('npm', ['pack', '--pack-destination', '..'], 'loyalty')
  const tools = await startPageTools()
  if (tools === undefined) throw new Error('There is no browser; run "npm install" again.')
  browser = tools.browser
}, 600_000)

afterAll(async () => {
  console.info(`What the walk took, in seconds:\n${deployment?.durations()}`)
  await browser?.close()
  deployment?.remove()
  await database?.drop()
})

test('every package loads on the plain Node, and its types are read without ours', {
  timeout: 300_000,
}, async () => {
  const names = plantConsumer(join(deployment.directory, 'consumer'), join(deployment.directory, 'tarballs'))
  expect(names).toContain('@wasla/sdk')
  const [loaded, helped, compiled] = await Promise.all([
    deployment.run(process.execPath, ['load.js', ...names], 'consumer'),
    deployment.run(process.execPath, ['node_modules/.bin/wasla', '--help']),
    deployment.run('tsc', ['-p', '.'], 'consumer'),
  ])
  expect(loaded).toEqual({ code: 0, output: names.map((name) => `${name}: true\n`).join('') })
  expect(helped, helped.output).toMatchObject({ code: 0 })
  expect(compiled).toEqual({ code: 0, output: '' })
})

let begun = 0
describeGuide('first-plugin', () => deployment, {
  ran: async (text, output, host) => {
    if (text.includes('npm test')) expect(output).toMatch(/(\d+) of \1 checks passed/)
    if (text.includes('/auth/register')) await lookAtFirstPage(host as RunningHost)
    if (text.includes('migration create'))
      expect(readPerks('migrations/0003_add-colour.sql')).toContain('add "colour" text null')
  },
  before: (text) => {
    if (text.includes('create-plugin')) begun = performance.now()
    if (text.includes('migration create')) addColour()
  },
})

const readPerks = (file: string): string => readFileSync(join(deployment.directory, 'perks', file), 'utf8')

/** What the guide says in words, since it is done in an editor. */
function addColour(): void {
  const file = 'contract/gift-card.schema.ts'
  const schema = readPerks(file).replace('  status:', '  colour: z.string().nullable(),\n  status:')
  writeFileSync(join(deployment.directory, 'perks', file), schema)
}

/** Where the guide says that the page is, in the organization that the guide has registered. */
async function lookAtFirstPage({ url }: RunningHost): Promise<void> {
  const client = new TestClient(url)
  const { body } = await client.call('POST', '/auth/login', {
    body: { email: 'amal@contoso.example', password: 'a long one of your own' },
  })
  const page = { url, token: body.accessToken, path: 'perks', contains: 'First' }
  const seen = await lookAtPage(browser, page, 'en')
  console.info(
    `from create-plugin to its page in a running host: ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  )
  expect(seen).toEqual({ heading: 'Gift cards', direction: 'ltr', complaints: [] })
}

describe('the example of a stranger, as a tarball', { timeout: 900_000 }, () => {
  let host: RunningHost
  let client: TestClient

  const switchTo = (active: boolean) =>
    client.call('PUT', '/modules/loyalty?wait=acknowledged', { body: { active, withRequirements: active } })

  test('is packed and added: its types are right, and nothing of the platform was changed for it', async () => {
    const packed = await loyaltyPacked
    expect(packed, packed.output).toMatchObject({ code: 0 })
    const added = await deployment.wasla('plugins', 'add', './wasla-plugin-loyalty-1.0.0.tgz')
    expect(added).toEqual({ code: 0, output: expect.stringContaining('Added loyalty 1.0.0') })
    expect(await deployment.wasla('plugins', 'add', './loyalty')).toEqual({
      code: 1,
      output: expect.stringContaining('[plugin_listed_already]'),
    })
  })

  test('runs: it hears of customers, and adds a field to them', async () => {
    host = await deployment.start()
    client = new TestClient(host.url)
    const { body } = await client.call('POST', '/auth/register', {
      body: {
        organizationName: 'Northwind',
        fullName: 'Amal Saleh',
        email: 'amal@example.com',
        password: 'a long one of your own',
      },
    })
    client.token = body.accessToken
    expect((await switchTo(true)).body).toMatchObject({ active: true, switchedOn: ['crm', 'loyalty'] })
    await client.call('POST', '/crm/customers', { body: { companyName: 'Alfreds' } })
    const points = async () =>
      (await client.graphql('{ customers { nodes { companyName loyaltyPoints } } }')).data.customers.nodes
    await expect.poll(points).toEqual([{ companyName: 'Alfreds', loyaltyPoints: 100 }])
  })

  test.each([
    ['en', 'Loyalty points', 'ltr'],
    ['ar', 'نقاط الولاء', 'rtl'],
  ] as const)('its page shows in the admin UI (%s)', async (language, heading, direction) => {
    const page = { url: host.url, token: client.token ?? '', path: 'loyalty', contains: 'Alfreds' }
    expect(await lookAtPage(browser, page, language)).toEqual({ heading, direction, complaints: [] })
  })

  test('is not removed while it is on or holds something', async () => {
    await host.stop()
    expect(await deployment.wasla('plugins', 'remove', 'loyalty')).toEqual({
      code: 1,
      output: expect.stringContaining('[module_active]'),
    })
    expect(await deployment.wasla('plugins', 'remove', 'loyalty', '--switch-off')).toEqual({
      code: 1,
      output: expect.stringContaining('[module_not_purged]'),
    })
  })

  test('with its folder deleted the host starts, says so, and can still export and purge', async () => {
    rmSync(join(deployment.directory, 'node_modules/wasla-plugin-loyalty'), { recursive: true })
    host = await deployment.start()
    client = new TestClient(host.url, client.token)
    expect(host.output()).toContain('Quarantined')
    const { body } = await client.call('GET', '/modules')
    expect(body.items.find(({ id }: { id: string }) => id === 'loyalty')).toMatchObject({
      status: 'missing',
      reason: expect.stringContaining('its data is kept'),
    })
    expect((await client.call('GET', '/crm/customers')).status).toBe(200)
    expect((await client.call('GET', '/modules/loyalty/export')).body).toContain('"reason": "Welcome"')
    const { body: preview } = await client.call('GET', '/modules/loyalty/purge-preview')
    const purged = await purge(client, 'loyalty', preview.confirmation)
    expect(purged.rows).toMatchObject({ accounts: 1, points_entries: 1 })
    await host.stop()
    expect(await deployment.wasla('plugins', 'remove', 'loyalty')).toMatchObject({ code: 0 })
  })
})

describeGuide('publishing', () => deployment, {
  ran: (text, output) => {
    if (!text.includes('--export perks-data')) return
    // What was removed with its data was written down before; the same plugin is back as a tarball.
    const [file = ''] = readdirSync(join(deployment.directory, 'perks-data'))
    expect(readFileSync(join(deployment.directory, 'perks-data', file), 'utf8')).toContain('"name": "First"')
    expect(output).toContain('Removed perks')
    expect(output).toContain('Added perks 0.1.0')
  },
})

describeGuide('production', () => deployment)
