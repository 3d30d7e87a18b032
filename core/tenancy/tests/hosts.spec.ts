import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { waitAcknowledged } from '../acknowledgement.ts'
import { createGate } from '../database-gate.ts'
import { switchModule, type SwitchDependencies } from '../switch-module.ts'
import { startHost, type HostProcess } from './_host-process.ts'
import { createTenancyDatabase, manifest, silent, type TenancyDatabase } from './_tenancy.ts'

const manifests = [manifest('crm'), manifest('ticketing', { requires: { crm: '*' } })]
let database: TenancyDatabase
let organizationId: string
let hosts: HostProcess[] = []

beforeAll(async () => {
  database = await createTenancyDatabase(manifests)
})
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()))
  await database.admin.query('delete from platform.hosts')
})
afterAll(() => database.close())

async function start(...names: string[]): Promise<HostProcess[]> {
  organizationId = await database.createOrganization()
  hosts = await Promise.all(names.map((name) => startHost(database.appUrl, name)))
  await Promise.all(hosts.map((host) => host.request(organizationId)))
  return hosts
}

const dependencies = (): SwitchDependencies => ({
  platform: database.platform,
  gate: { applied: async () => {} },
  registry: { manifests: new Map(manifests.map((each) => [each.id, each])), quarantines: new Map() },
  entitlements: () => [],
  lifecycle: { onEnable: async () => {}, onDisable: async () => {} },
  log: silent,
})

const put = (active: boolean, timeout?: number) =>
  switchModule(dependencies(), {
    organizationId,
    author: { actorId: null },
    moduleId: 'crm',
    active,
    wait: true,
    timeout,
  })

const percentile = (sorted: number[], part: number) =>
  (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(1)

// A thousand are switched between whole hosts, in e2e/toggles.spec.ts.
const TOGGLES = 100

test(`${TOGGLES} toggles under load: no request that began after the acknowledged answer is served by the old state`, async () => {
  const running = await start('a', 'b')
  /** What the last acknowledged answer said; a new object for each, `undefined` while a toggle is under way. */
  let settled: { key: string } | undefined = { key: '' }
  const traffic = { over: false }
  let checked = 0
  let served = 0
  const stale: string[] = []
  const load = async (host: HostProcess) => {
    while (!traffic.over) {
      const began = settled
      const { key } = await host.request(organizationId)
      served++
      // What began after one answer and ended before the next toggle began can have only one right answer.
      if (began === undefined || began !== settled) continue
      checked++
      if (key !== began.key) stale.push(`${host.child.pid}: "${key}" instead of "${began.key}"`)
    }
  }
  const workers = running.flatMap((host) => [load(host), load(host)])
  const acknowledged: number[] = []
  for (let index = 0; index < TOGGLES; index++) {
    const active = index % 2 === 0
    settled = undefined
    const began = performance.now()
    const { acknowledgement } = await put(active)
    acknowledged.push(performance.now() - began)
    expect(acknowledgement).toEqual({ acknowledged: true })
    settled = { key: active ? 'crm' : '' }
    const answers = await Promise.all(running.map((host) => host.request(organizationId)))
    expect(answers.map(({ key }) => key)).toEqual([settled.key, settled.key])
  }
  traffic.over = true
  await Promise.all(workers)
  acknowledged.sort((a, b) => a - b)
  console.info(
    `${TOGGLES} toggles on two hosts under load: sent → acknowledged p50 ${percentile(acknowledged, 0.5)} ms, ` +
      `p99 ${percentile(acknowledged, 0.99)} ms; ${served} requests, ${checked} of them between two toggles, ${stale.length} stale`,
  )
  expect(stale).toEqual([])
  expect(checked).toBeGreaterThan(TOGGLES)
})

test('how long another host takes to apply a toggle', async () => {
  const gate = createGate({
    url: database.appUrl,
    platform: database.platform,
    hostName: 'measured',
    role: 'all',
    serving: () => new Set(['crm']),
    log: silent,
  })
  await gate.start()
  organizationId = await database.createOrganization()
  await gate.activeModules(organizationId)
  const delays: number[] = []
  for (let index = 0; index < 200; index++) {
    const applied = new Promise<number>((resolve) => {
      const end = gate.onChange(() => {
        end()
        resolve(performance.now())
      })
    })
    await database.toggle(organizationId, 'crm', index % 2 === 0)
    const committed = performance.now()
    delays.push(Math.max(0, (await applied) - committed))
  }
  await gate.stop()
  delays.sort((a, b) => a - b)
  console.info(
    `commit → applied by another gate: p50 ${percentile(delays, 0.5)} ms, p99 ${percentile(delays, 0.99)} ms`,
  )
  expect(delays).toHaveLength(200)
})

describe('a host that cannot answer', () => {
  test('killed with -9 is waited for no longer than its lease', async () => {
    const [, killed] = await start('survivor', 'killed')
    killed!.child.kill('SIGKILL')
    expect((await put(true)).acknowledgement).toEqual({ acknowledged: true })
    expect((await hosts[0]!.request(organizationId)).key).toBe('crm')
  })

  test('frozen is named while its lease lives; thawed, it serves nothing old', async () => {
    const [survivor, frozen] = await start('survivor', 'frozen')
    frozen!.child.kill('SIGSTOP')
    const { acknowledgement, version } = await put(true, 100)
    expect(acknowledgement).toEqual({
      acknowledged: false,
      missing: [{ id: frozen!.hostId, name: 'frozen' }],
    })
    expect(await waitAcknowledged(database.platform, version)).toEqual({ acknowledged: true })

    // Sent to the frozen host after the acknowledged answer: it must not be answered from before the freeze.
    const waiting = Array.from({ length: 20 }, () => frozen!.request(organizationId))
    await sleep(100)
    frozen!.child.kill('SIGCONT')
    const answers = await Promise.all(waiting)
    expect(answers.filter(({ key, status }) => status === 200 && key !== 'crm')).toEqual([])
    expect(answers.some(({ asked }) => asked)).toBe(true)
    expect((await survivor!.request(organizationId)).key).toBe('crm')
    await expect.poll(async () => (await frozen!.request(organizationId)).asked).toBe(false)
  })

  test('frozen and thawed again and again while modules are switched, it never serves an acknowledged state’s predecessor', async () => {
    const [, frozen] = await start('survivor', 'frozen')
    for (let round = 0; round < 3; round++) {
      const active = round % 2 === 0
      frozen!.child.kill('SIGSTOP')
      const switched = put(active)
      // Thawed at about the moment its lease ends: just before, just after, long after.
      await sleep([2_800, 3_050, 3_600][round])
      frozen!.child.kill('SIGCONT')
      expect((await switched).acknowledgement).toEqual({ acknowledged: true })
      const { status, key } = await frozen!.request(organizationId)
      expect([status, key]).toEqual([200, active ? 'crm' : ''])
    }
  })

  test('deaf, because its listener was killed, it asks until it has caught up', async () => {
    const [deaf] = await start('deaf')
    for (let round = 0; round < 20; round++) {
      const active = round % 2 === 0
      await database.admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wasla listener' and datname = current_database()`,
      )
      expect((await put(active)).acknowledgement).toEqual({ acknowledged: true })
      expect((await deaf!.request(organizationId)).key).toBe(active ? 'crm' : '')
    }
  })
})
