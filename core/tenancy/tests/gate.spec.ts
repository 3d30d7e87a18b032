import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { createGate, type DatabaseGate, type GateOptions } from '../database-gate.ts'
import { createTenancyDatabase, manifest, silent, type TenancyDatabase } from './_tenancy.ts'

let database: TenancyDatabase
const gates: DatabaseGate[] = []

beforeAll(async () => {
  database = await createTenancyDatabase([manifest('crm'), manifest('ticketing')])
})
afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.stop()))
})
afterAll(() => database.close())

async function startGate(options: Partial<GateOptions> = {}): Promise<DatabaseGate> {
  const gate = createGate({
    url: database.appUrl,
    platform: database.platform,
    hostName: 'test',
    role: 'all',
    serving: () => new Set(['crm', 'ticketing']),
    log: silent,
    ...options,
  })
  gates.push(gate)
  await gate.start()
  return gate
}

/** Counts the statements that went to the database. */
function counting(platform: PlatformDatabase): PlatformDatabase & { count: number } {
  const counted = {
    ...platform,
    count: 0,
    asSystem: ((text, values) => {
      counted.count++
      return platform.asSystem(text, values)
    }) as PlatformDatabase['asSystem'],
  }
  return counted
}

async function listenerBackends(gate: DatabaseGate): Promise<number[]> {
  expect(gate.health.listening).toBe(true)
  const { rows } = await database.admin.query(
    `select pid from pg_stat_activity where application_name = 'wasla listener' and datname = current_database()`,
  )
  return rows.map(({ pid }) => pid)
}

test('answers from memory, synchronously, after the first look', async () => {
  const platform = counting(database.platform)
  const gate = await startGate({ platform })
  const organization = await database.createOrganization()
  await database.toggle(organization, 'crm', true)

  const first = gate.activeModules(organization)
  expect(first).toBeInstanceOf(Promise)
  expect([...(await first).ids]).toEqual(['crm'])
  const second = gate.activeModules(organization)
  expect(second).not.toBeInstanceOf(Promise)
  expect(second).toBe(await first)
  expect(platform.count).toBe(1)
})

test('many first looks at one organization cost one statement', async () => {
  const platform = counting(database.platform)
  const gate = await startGate({ platform })
  const organization = await database.createOrganization()
  await Promise.all(Array.from({ length: 50 }, () => gate.activeModules(organization)))
  expect(platform.count).toBe(1)
})

test('organizations with the same modules share one object', async () => {
  const gate = await startGate()
  const [one, two] = [await database.createOrganization(), await database.createOrganization()]
  await database.toggle(one, 'crm', true)
  await database.toggle(two, 'crm', true)
  expect(await gate.activeModules(one)).toBe(await gate.activeModules(two))
})

test('a toggle of another host reaches memory, is announced and acknowledged', async () => {
  const gate = await startGate()
  const organization = await database.createOrganization()
  const before = await gate.activeModules(organization)
  const changed = vi.fn<() => void>()
  gate.onChange(changed)

  const version = await database.toggle(organization, 'crm', true)
  await gate.applied(version)
  const after = gate.activeModules(organization)
  expect(changed).toHaveBeenCalledExactlyOnceWith({ organizationId: organization, before, after })
  await expect
    .poll(async () => {
      const { rows } = await database.admin.query(
        'select applied_version from platform.hosts where id = $1',
        [gate.hostId],
      )
      return Number(rows[0]?.applied_version)
    })
    .toBe(version)
})

test('without the hint the heartbeat finds the toggle', async () => {
  const gate = await startGate()
  const organization = await database.createOrganization()
  await gate.activeModules(organization)
  const version = Number(
    (
      await database.admin.query(
        `with v as (update platform.toggle_version set version = version + 1 returning version)
     insert into platform.organization_modules (organization_id, module_id, active, version)
     select $1, 'crm', true, version from v returning version`,
        [organization],
      )
    ).rows[0].version,
  )
  await expect.poll(() => gate.appliedVersion).toBe(version)
  expect([...(await gate.activeModules(organization)).ids]).toEqual(['crm'])
})

test('a quarantined module is left out at once, and comes back', async () => {
  let serving = new Set(['crm', 'ticketing'])
  const gate = await startGate({ serving: () => serving })
  const organization = await database.createOrganization()
  await database.toggle(organization, 'crm', true)
  await database.toggle(organization, 'ticketing', true)
  expect((await gate.activeModules(organization)).key).toBe('crm,ticketing')

  serving = new Set(['crm'])
  gate.servingChanged()
  expect((await gate.activeModules(organization)).key).toBe('crm')
  serving = new Set(['crm', 'ticketing'])
  gate.servingChanged()
  expect((await gate.activeModules(organization)).key).toBe('crm,ticketing')
})

test('a killed listener makes every call ask until the gate has caught up', async () => {
  const gate = await startGate()
  const organization = await database.createOrganization()
  await gate.activeModules(organization)

  const [pid] = await listenerBackends(gate)
  await database.admin.query('select pg_terminate_backend($1)', [pid])
  await expect.poll(() => gate.health.listening, { interval: 1 }).toBe(false)
  const version = await database.toggle(organization, 'crm', true)
  expect([...(await gate.activeModules(organization)).ids]).toEqual(['crm'])

  await expect.poll(() => gate.health.listening).toBe(true)
  expect(gate.appliedVersion).toBe(version)
  const remembered = gate.activeModules(organization)
  expect(remembered).not.toBeInstanceOf(Promise)
})

test('a lease that cannot be renewed ends; then the database is asked, and without it the gate refuses', async () => {
  let skew = 0
  const clock = { monotonic: () => performance.now() + skew, wall: () => Date.now() }
  let reachable = true
  const platform: PlatformDatabase = {
    ...database.platform,
    asSystem: (text, values) =>
      reachable ? database.platform.asSystem(text, values) : Promise.reject(new Error('connection refused')),
  }
  const gate = await startGate({ clock, platform })
  const organization = await database.createOrganization()
  const known = await gate.activeModules(organization)

  skew += 3_000
  expect(gate.health.fenced).toBe(true)
  expect(await gate.activeModules(organization)).toBe(known)
  reachable = false
  await expect(gate.activeModules(organization)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'host_fenced',
  })

  await expect.poll(() => gate.health.fenced).toBe(false)
  expect(gate.activeModules(organization)).toBe(known)
})

test('the wall clock ends the lease too: the other one stands still while a machine sleeps', async () => {
  let skew = 0
  const gate = await startGate({
    clock: { monotonic: () => performance.now(), wall: () => Date.now() + skew },
  })
  expect(gate.health.fenced).toBe(false)
  skew += 60_000
  expect(gate.health.fenced).toBe(true)
})

test('fencing is announced when it begins and when it ends', async () => {
  const gate = createGate({
    url: database.appUrl,
    platform: database.platform,
    hostName: 'test',
    role: 'all',
    serving: () => new Set(),
    log: silent,
  })
  const fences: boolean[] = []
  gate.onFence((fenced) => fences.push(fenced))
  await gate.start()
  await gate.stop()
  expect(fences).toEqual([false, true])
})

test('a gate that starts without a database refuses', async () => {
  const gate = await startGate({
    url: 'postgres://wasla_app@127.0.0.1:1/none',
    platform: { ...database.platform, asSystem: () => Promise.reject(new Error('connection refused')) },
  })
  await expect(gate.activeModules('0199aaaa-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'host_fenced',
  })
})

test('a database that was restored to an older state makes the gate forget', async () => {
  const gate = await startGate()
  const organization = await database.createOrganization()
  const version = await database.toggle(organization, 'crm', true)
  await gate.activeModules(organization)
  // What it had not yet heard of it could not miss.
  await expect.poll(() => gate.appliedVersion).toBe(version)
  await database.admin.query('update platform.toggle_version set version = version - 1')
  await database.admin.query('delete from platform.organization_modules where organization_id = $1', [
    organization,
  ])
  await expect.poll(async () => (await gate.activeModules(organization)).key).toBe('')
})

test('a host that stopped is waited for by nobody', async () => {
  const gate = await startGate()
  await gate.stop()
  const { rows } = await database.admin.query('select from platform.hosts where id = $1', [gate.hostId])
  expect(rows).toHaveLength(0)
})

test('an answer that was overtaken while it was under way is read again', async () => {
  const organization = await database.createOrganization()
  let hold: Promise<void> | undefined
  const platform: PlatformDatabase = {
    ...database.platform,
    asSystem: async (text, values) => {
      const rows = await database.platform.asSystem(text, values)
      await hold
      return rows as never
    },
  }
  const gate = await startGate({ platform })
  let release = (): void => {}
  hold = new Promise((resolve) => (release = resolve))
  const early = gate.activeModules(organization)
  await sleep(50)
  const version = await database.toggle(organization, 'crm', true)
  await gate.applied(version)
  const late = gate.activeModules(organization)
  hold = undefined
  release()
  expect((await late).key).toBe('crm')
  expect((await early).key).toBe('crm')
})

test('a renewal that began before a toggle and was committed after it does not make an ended lease trustworthy', async () => {
  let skew = 0
  const gate = await startGate({
    clock: { monotonic: () => performance.now() + skew, wall: () => Date.now() },
  })
  const organization = await database.createOrganization()
  await gate.activeModules(organization)

  const blocker = await database.admin.connect()
  try {
    await blocker.query('begin')
    await blocker.query('select from platform.hosts where id = $1 for update', [gate.hostId])
    skew += 3_000
    await expect
      .poll(
        async () => {
          const { rows } = await database.admin.query(
            `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like '%platform.hosts%'`,
          )
          return rows.length
        },
        { interval: 5 },
      )
      .toBe(1)
    // Without the hint, which would be one way to notice.
    await database.admin.query(
      `with v as (update platform.toggle_version set version = version + 1 returning version)
       insert into platform.organization_modules (organization_id, module_id, active, version)
       select $1, 'crm', true, version from v`,
      [organization],
    )
    await blocker.query('commit')
  } finally {
    blocker.release()
  }
  while (!gate.trusted) await sleep(1)
  expect(gate.activeModules(organization)).toMatchObject({ key: 'crm' })
})
