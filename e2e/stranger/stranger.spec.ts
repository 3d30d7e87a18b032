import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TestClient } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../core/tests/_test-database.ts'
import { Deployment } from './_deployment.ts'
import { describeGuides } from './_guides.ts'

let database: TestDatabase
let deployment: Deployment

beforeAll(async () => {
  database = await createTestDatabase()
  deployment = new Deployment({ DATABASE_URL: database.adminUrl, WASLA_TEST_CLUSTER: inject('adminUrl') })
  const { code, output } = deployment.install()
  expect(code, output).toBe(0)
}, 600_000)

afterAll(async () => {
  deployment?.remove()
  await database?.drop()
})

let token: string | undefined

async function register(url: string): Promise<TestClient> {
  const client = new TestClient(url, token)
  if (token !== undefined) return client
  const { body } = await client.call('POST', '/auth/register', {
    body: {
      organizationName: 'Northwind',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'a long one of your own',
    },
  })
  client.token = token = body.accessToken
  return client
}

async function switchOn(client: TestClient, module: string) {
  return client.call('PUT', `/modules/${module}?wait=acknowledged`, {
    body: { active: true, withRequirements: true },
  })
}

const balances = async (client: TestClient) => {
  const { body } = await client.call('GET', '/loyalty/accounts')
  return (body.items ?? []).map(({ balance }: { balance: number }) => balance)
}

describe('a stranger with the packed packages', { timeout: 900_000 }, () => {
  test('writes a plugin whose types, tests and conformance are right at once, and serves it', async () => {
    const begun = performance.now()
    const made = deployment.wasla(
      'create-plugin',
      'rewards',
      '--entity',
      'gift-card',
      '--arabic-name',
      'المكافآت',
    )
    expect(made, made.output).toMatchObject({ code: 0 })
    expect(deployment.wasla('plugins', 'add', './rewards').output).toContain('Added rewards 0.1.0')
    const pages = deployment.wasla('build-admin', 'rewards')
    expect(pages, pages.output).toMatchObject({ code: 0 })
    const host = await deployment.start()
    const client = await register(host.url)
    await switchOn(client, 'rewards')
    const { status, body } = await client.call('POST', '/rewards/gift-cards', { body: { name: 'First' } })
    console.info(
      `from create-plugin to its first JSON in a running host: ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    )
    expect([status, body.name]).toEqual([201, 'First'])
    const { body: shell } = await client.call('GET', '/ui/bootstrap')
    const page = shell.session.modules.find(({ id }: { id: string }) => id === 'rewards').entry
    expect((await client.call('GET', `/${page}`)).body).toContain('rewards.gift-cards.read')
    await host.stop()

    expect(deployment.run('npm', ['run', '--silent', 'types'], 'rewards')).toEqual({ code: 0, output: '' })
    const tested = deployment.run('vitest', ['run'], 'rewards')
    expect(tested.code, tested.output).toBe(0)
    expect(tested.output).toMatch(/(\d+) of \1 checks passed/)
  })

  test('runs the example from its folder: nothing of the platform was changed for it', async () => {
    deployment.copyExample('loyalty')
    expect(deployment.run('tsc', ['--noEmit'], 'loyalty')).toEqual({ code: 0, output: '' })
    const tested = deployment.run('vitest', ['run'], 'loyalty')
    expect(tested.code, tested.output).toBe(0)

    expect(deployment.wasla('plugins', 'add', './loyalty').output).toContain('Added loyalty 1.0.0')
    expect(deployment.wasla('plugins', 'add', './loyalty')).toMatchObject({
      code: 1,
      output: expect.stringContaining('[plugin_listed_already]'),
    })
    const host = await deployment.start()
    const client = await register(host.url)
    expect((await switchOn(client, 'loyalty')).body).toMatchObject({
      active: true,
      switchedOn: ['crm', 'loyalty'],
    })
    await client.call('POST', '/crm/customers', { body: { companyName: 'Alfreds' } })
    await expect.poll(() => balances(client)).toEqual([100])
    const { data } = await client.graphql('{ customers { nodes { companyName loyaltyPoints } } }')
    expect(data.customers.nodes).toEqual([{ companyName: 'Alfreds', loyaltyPoints: 100 }])
    await host.stop()
  })

  test('removes it with export and purge, and is asked twice before anything is lost', () => {
    expect(deployment.wasla('plugins', 'remove', 'loyalty')).toMatchObject({
      code: 1,
      output: expect.stringContaining('[module_active]'),
    })
    expect(deployment.wasla('plugins', 'remove', 'loyalty', '--switch-off')).toMatchObject({
      code: 1,
      output: expect.stringContaining('[module_not_purged]'),
    })
    const removed = deployment.wasla('plugins', 'remove', 'loyalty', '--export', 'out', '--purge')
    expect(removed, removed.output).toMatchObject({
      code: 0,
      output: expect.stringContaining('Removed loyalty'),
    })
    const [file] = readdirSync(join(deployment.directory, 'out'))
    expect(readFileSync(join(deployment.directory, 'out', file ?? ''), 'utf8')).toContain(
      '"reason": "Welcome"',
    )
    expect(deployment.wasla('plugins', 'list').output).not.toContain('loyalty')
    expect(deployment.wasla('plugins', 'remove', 'loyalty')).toMatchObject({
      code: 1,
      output: expect.stringContaining('[module_unknown]'),
    })
  })

  test('adds it as a tarball; with its folder deleted the host starts, says so, and can still export and purge', async () => {
    const packed = deployment.run('npm', ['pack', '--pack-destination', '..'], 'loyalty')
    expect(packed.code, packed.output).toBe(0)
    const added = deployment.wasla('plugins', 'add', './wasla-plugin-loyalty-1.0.0.tgz')
    expect(added, added.output).toMatchObject({ code: 0 })
    let host = await deployment.start()
    let client = await register(host.url)
    await switchOn(client, 'loyalty')
    await client.call('POST', '/crm/customers', { body: { companyName: 'Berglunds' } })
    await expect.poll(() => balances(client)).toEqual([100])
    await host.stop()

    rmSync(join(deployment.directory, 'node_modules/wasla-plugin-loyalty'), { recursive: true })
    host = await deployment.start()
    client = await register(host.url)
    expect(host.output()).toContain('Quarantined')
    const { body } = await client.call('GET', '/modules')
    expect(body.items.find(({ id }: { id: string }) => id === 'loyalty')).toMatchObject({
      status: 'missing',
      reason: expect.stringContaining('its data is kept'),
    })
    expect((await client.call('GET', '/crm/customers')).status).toBe(200)
    await client.call('PUT', '/modules/loyalty?wait=acknowledged', { body: { active: false } })
    expect((await client.call('GET', '/modules/loyalty/export')).body).toContain('"reason": "Welcome"')
    const { body: preview } = await client.call('GET', '/modules/loyalty/purge-preview')
    const purged = await client.call('POST', '/modules/loyalty/purge', {
      body: { confirmation: preview.confirmation },
    })
    expect(purged.body.rows).toMatchObject({ accounts: 1, points_entries: 1 })
    await host.stop()
    expect(deployment.wasla('plugins', 'remove', 'loyalty')).toMatchObject({ code: 0 })
  })
})

describeGuides(() => deployment)
