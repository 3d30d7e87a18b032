import { startTestHost, type TestHost, type TestOrganization } from '@wasla/sdk/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCustomer, underTest } from './_test-host.ts'

let host: TestHost
let ours: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ plugins: [underTest], organizations: ['Ours'], active: ['loyalty'] })
  ours = host.organizations['Ours'] as TestOrganization
})

afterAll(() => host?.stop())

const balance = async (name: string) => {
  const { data, errors } = await ours.owner.graphql(
    'query($name: String) { customers(search: $name) { nodes { loyaltyPoints } } }',
    { name },
  )
  expect(errors).toBeUndefined()
  return data.customers.nodes[0]?.loyaltyPoints
}

test('a new customer of the CRM is welcomed with points, which its own GraphQL type shows', async () => {
  await addCustomer(ours, 'Alfreds')
  await host.settled()
  expect(await balance('Alfreds')).toBe(100)
})

test('points are given and taken, and never more than there are, also by many at once', async () => {
  const id = await addCustomer(ours, 'Berglunds')
  await host.settled()
  const book = (points: number) =>
    ours.owner.call('POST', `/loyalty/customers/${id}/points`, { body: { points, reason: 'Test' } })
  expect((await book(50)).status).toBe(201)
  const spent = await Promise.all(Array.from({ length: 10 }, () => book(-40)))
  expect(spent.filter(({ status }) => status === 201)).toHaveLength(3)
  expect(spent.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'loyalty.not_enough_points',
  })
  expect(await balance('Berglunds')).toBe(30)
  const { body } = await ours.owner.call('GET', `/loyalty/customers/${id}/points`)
  expect(
    body.items
      .map(({ points }: { points: number }) => points)
      .reduce((sum: number, points: number) => sum + points),
  ).toBe(30)
})

test('a customer of nobody has no points', async () => {
  const { status, body } = await ours.owner.call(
    'GET',
    '/loyalty/customers/019aa000-0000-7000-8000-000000000000/points',
  )
  expect([status, body.code]).toEqual([404, 'loyalty.customer_not_found'])
})

test('accounts that rest too long lose their points, by night', async () => {
  const id = await addCustomer(ours, 'Chop-suey')
  await host.settled()
  await host.clock.advance({ days: 729 })
  await host.settled()
  expect(await balance('Chop-suey')).toBe(100)

  await host.clock.advance({ days: 2 })
  await host.settled()
  expect(await balance('Chop-suey')).toBe(0)
  const runs = await host.jobs('loyalty.expire-points')
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  const { body } = await ours.owner.call('GET', `/loyalty/customers/${id}/points`)
  expect(body.items[0]).toMatchObject({ points: -100, reason: 'Expired' })
})
