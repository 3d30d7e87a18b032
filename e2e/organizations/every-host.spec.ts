import { startTestHost, TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let host: TestHost
let other: TestHost
let ours: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  other = await host.another()
  ours = await host.organization('Ours', ['crm'])
})
afterAll(async () => {
  await other.stop()
  await host.stop()
})

const quantile = (sorted: number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1]?.toFixed(1)

/** Milliseconds from the answer to a change until the other host answers by it; how often nothing came within a second. */
async function measure(changes: (turn: number) => Promise<unknown>, ask: (turn: number) => Promise<boolean>) {
  const took: number[] = []
  for (let turn = 0; turn < 40; turn += 1) {
    await changes(turn)
    const start = performance.now()
    while (!(await ask(turn)))
      if (performance.now() - start > 1000) throw new Error('Not heard within a second')
    took.push(performance.now() - start)
  }
  const sorted = took.toSorted((one, two) => one - two)
  return `p50 ${quantile(sorted, 0.5)} ms, p99 ${quantile(sorted, 0.99)} ms (one request included)`
}

test('a change of roles, of a role and of the organization counts on the other host at once', async () => {
  const member = await ours.member('member')
  const there = new TestClient(other.url, member.token)
  await ours.owner.call('POST', '/roles', { body: { key: 'toggled', name: 'x', permissions: [] } })
  const mayRead = async () => (await there.call('GET', '/crm/customers')).status === 200
  const figures = {
    'member ↔ no rights': await measure(
      (turn) =>
        ours.owner.call('PATCH', `/users/${member.userId}`, {
          body: { role: turn % 2 ? 'member' : 'toggled' },
        }),
      async (turn) => (await mayRead()) === (turn % 2 === 1),
    ),
  }
  await ours.owner.call('PATCH', `/users/${member.userId}`, { body: { role: 'toggled' } })
  Object.assign(figures, {
    'custom role ± permission': await measure(
      (turn) =>
        ours.owner.call('PATCH', '/roles/toggled', {
          body: { permissions: turn % 2 ? [] : ['crm.customers.read'] },
        }),
      async (turn) => (await mayRead()) === (turn % 2 === 0),
    ),
  })
  console.log(figures)
  expect(Object.keys(figures)).toHaveLength(2)
})
