import { setTimeout as sleep } from 'node:timers/promises'
import { TestClient } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../core/tests/_test-database.ts'
import { startHostProcess, type HostProcess } from './hosts/host-process.ts'

const TOGGLES = 1_000

let database: TestDatabase
let token: string
const hosts: HostProcess[] = []

const start = async (): Promise<HostProcess> => {
  const host = await startHostProcess({ DATABASE_URL: database.adminUrl })
  hosts.push(host)
  return host
}

const client = (host: HostProcess) => new TestClient(host.url, token)

const put = (host: HostProcess, active: boolean) =>
  client(host).call('PUT', '/modules/crm?wait=acknowledged', { body: { active } })

/** Whether the CRM answers, by REST and by GraphQL in turns; `undefined` when the host cannot say. */
async function serves(host: HostProcess, way: number): Promise<boolean | undefined> {
  if (way % 2 === 0) {
    const { status, body } = await client(host).call('GET', '/crm/sales-stages')
    if (status === 503) return undefined
    if (status === 200 || body.code === 'module_inactive') return status === 200
    throw new Error(`Neither on nor off: ${JSON.stringify(body)}`)
  }
  const answer = await client(host).call('POST', '//graphql', { body: { query: '{ salesStages { key } }' } })
  if (answer.status === 503) return undefined
  const { data, errors } = answer.body
  expect(data?.salesStages?.length === 5 || errors?.[0].message.includes('salesStages')).toBe(true)
  return data?.salesStages?.length === 5
}

const percentile = (sorted: number[], part: number) => sorted[Math.floor(sorted.length * part)]?.toFixed(1)

beforeAll(async () => {
  database = await createTestDatabase()
  const first = await start()
  const { body } = await new TestClient(first.url).call('POST', '/auth/register', {
    body: {
      organizationName: 'Toggled',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'correct horse battery staple',
    },
  })
  token = body.accessToken
  await start()
})

afterAll(async () => {
  await Promise.all(
    hosts.filter(({ child }) => child.exitCode === null && !child.killed).map((host) => host.stop()),
  )
  await database.drop()
})

test(`${TOGGLES} toggles under load: no request that began after the acknowledged answer is served by the old state`, async () => {
  /** What the last acknowledged answer said; a new object for each, `undefined` while a toggle is under way. */
  let settled: { readonly active: boolean } | undefined = { active: false }
  const traffic = { over: false }
  let served = 0
  let checked = 0
  const stale: string[] = []
  const load = async (host: HostProcess, name: string) => {
    while (!traffic.over) {
      // Leaves the processors to the toggles, which are what is measured.
      await sleep(3)
      const began = settled
      served += 1
      const active = await serves(host, served)
      // What began after one answer and ended before the next toggle began can have only one right answer.
      if (began === undefined || began !== settled) continue
      checked += 1
      if (active !== began.active) stale.push(`${name}: ${active} instead of ${began.active}`)
    }
  }
  const workers = hosts.map((host, index) => load(host, `host ${index}`))
  const times: number[] = []
  const began = performance.now()
  for (let index = 0; index < TOGGLES; index += 1) {
    const active = index % 2 === 0
    settled = undefined
    const sent = performance.now()
    const { status, body } = await put(hosts[index % 3 === 0 ? 1 : 0]!, active)
    times.push(performance.now() - sent)
    expect([status, body.active], JSON.stringify(body)).toEqual([200, active])
    settled = { active }
    // Asked at once, of both hosts, and not only when the load happens to come by.
    const answers = await Promise.all(hosts.map((host) => serves(host, index)))
    if (answers.some((answer) => answer !== active)) stale.push(`asked at once: ${answers.join(', ')}`)
    checked += answers.length
  }
  traffic.over = true
  await Promise.all(workers)
  times.sort((one, other) => one - other)
  console.info(
    `${TOGGLES} toggles on two hosts in ${((performance.now() - began) / 1000).toFixed(1)} s under load: ` +
      `sent → acknowledged p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms; ` +
      `${served} requests, ${checked} checked, ${stale.length} stale`,
  )
  expect(stale).toEqual([])
  expect(checked).toBeGreaterThan(TOGGLES * 2)
}, 300_000)

describe('a host that cannot hear', () => {
  test('frozen, it is waited for no longer than its lease, and thawed it serves nothing old', async () => {
    const [healthy, frozen] = hosts as [HostProcess, HostProcess]
    expect((await put(healthy, true)).status).toBe(200)
    frozen.signal('SIGSTOP')
    const began = performance.now()
    const { status } = await put(healthy, false)
    console.info(`a frozen host was waited for ${((performance.now() - began) / 1000).toFixed(1)} s`)
    expect(status).toBe(200)
    // Sent after the acknowledged answer, while it is frozen: it may refuse, but not answer from before.
    const waiting = Array.from({ length: 20 }, (_, index) => serves(frozen, index))
    await sleep(50)
    frozen.signal('SIGCONT')
    expect((await Promise.all(waiting)).filter((answer) => answer === true)).toEqual([])
    expect(await serves(healthy, 0)).toBe(false)
    await expect.poll(() => serves(frozen, 0)).toBe(false)
  })

  test('killed, it is waited for no longer than its lease', async () => {
    const [healthy, killed] = hosts as [HostProcess, HostProcess]
    killed.signal('SIGKILL')
    const { status } = await put(healthy, true)
    expect(status).toBe(200)
    expect([await serves(healthy, 0), await serves(healthy, 1)]).toEqual([true, true])
  })
})
