import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Quarantine } from '../../kernel/module.ts'
import {
  switchModule,
  type EntitlementQuestion,
  type SwitchDependencies,
  type SwitchInput,
} from '../switch-module.ts'
import { createTenancyDatabase, manifest, silent, type TenancyDatabase } from './_tenancy.ts'

const manifests = [
  manifest('crm'),
  manifest('ticketing', { requires: { crm: '^1.0.0' } }),
  manifest('escalation', { requires: { ticketing: '^1.0.0' } }),
  manifest('legacy-crm', { conflicts: { crm: '>=1.0.0' } }),
  manifest('old-crm', { conflicts: { crm: '<1.0.0' } }),
  manifest('broken'),
  manifest('on-broken', { requires: { broken: '*' } }),
]
const gone = manifest('gone', { requires: { crm: '*' } })
const author = { actorId: null }

let database: TenancyDatabase

beforeAll(async () => {
  database = await createTenancyDatabase([...manifests, gone])
})
afterAll(() => database.close())

function dependencies(rest: Partial<SwitchDependencies> = {}): SwitchDependencies {
  const quarantine: Quarantine = {
    plugin: 'broken',
    phase: 'load',
    code: 'code_missing',
    reason: 'Its code is gone.',
    at: new Date(),
  }
  return {
    platform: database.platform,
    gate: { applied: async () => {} },
    registry: {
      manifests: new Map(manifests.map((each) => [each.id, each])),
      quarantines: new Map([['broken', quarantine]]),
    },
    entitlements: () => [],
    lifecycle: { onEnable: async () => {}, onDisable: async () => {} },
    log: silent,
    ...rest,
  }
}

async function active(organizationId: string): Promise<string[]> {
  const { rows } = await database.admin.query(
    'select module_id from platform.organization_modules where organization_id = $1 and active order by 1',
    [organizationId],
  )
  return rows.map(({ module_id: id }) => id)
}

async function version(): Promise<number> {
  return Number((await database.admin.query('select version from platform.toggle_version')).rows[0].version)
}

function forOrganization(organizationId: string, rest: Partial<SwitchDependencies> = {}) {
  return (moduleId: string, on: boolean, options: Partial<SwitchInput> = {}) =>
    switchModule(dependencies(rest), { organizationId, author, moduleId, active: on, ...options })
}

describe('switching on', () => {
  test('a module without requirements', async () => {
    const organization = await database.createOrganization()
    const result = await forOrganization(organization)('crm', true)
    expect(result).toMatchObject({ on: ['crm'], off: [], version: await version(), acknowledgement: null })
    expect(await active(organization)).toEqual(['crm'])
  })

  test('again changes nothing, not even the version', async () => {
    const organization = await database.createOrganization()
    const enabled = vi.fn<() => Promise<void>>(async () => {})
    const put = forOrganization(organization, { lifecycle: { onEnable: enabled, onDisable: async () => {} } })
    await put('crm', true)
    const before = await version()
    expect(await put('crm', true)).toMatchObject({ on: [], off: [], version: before })
    expect(enabled).toHaveBeenCalledOnce()
  })

  test('asks for consent to what it needs, then brings it along in order and in one version', async () => {
    const organization = await database.createOrganization()
    const order: string[] = []
    const put = forOrganization(organization, {
      lifecycle: { onEnable: async (module) => void order.push(module), onDisable: async () => {} },
    })
    await expect(put('escalation', true)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'requirements_inactive',
      extra: { requirements: [{ id: 'crm' }, { id: 'ticketing' }] },
    })
    expect(await active(organization)).toEqual([])
    const { version: switched } = await put('escalation', true, { withRequirements: true })
    expect(order).toEqual(['crm', 'ticketing', 'escalation'])
    const { rows } = await database.admin.query(
      'select distinct version from platform.organization_modules where organization_id = $1',
      [organization],
    )
    expect(rows.map((row) => Number(row.version))).toEqual([switched])
  })

  test.each([
    ['nothing-like-it', 'not-found', 'module_unknown'],
    ['broken', 'conflict', 'module_quarantined'],
    ['on-broken', 'conflict', 'module_quarantined'],
    ['gone', 'conflict', 'module_quarantined'],
  ])('%s is refused: %s %s', async (module, kind, code) => {
    const organization = await database.createOrganization()
    await expect(
      forOrganization(organization)(module, true, { withRequirements: true }),
    ).rejects.toMatchObject({ kind, code })
    expect(await active(organization)).toEqual([])
  })

  test('a conflicting version is refused whichever comes second; another version is not', async () => {
    const organization = await database.createOrganization()
    const put = forOrganization(organization)
    await put('old-crm', true)
    await put('crm', true)
    await expect(put('legacy-crm', true)).rejects.toMatchObject({
      code: 'module_conflict',
      extra: { conflictsWith: [{ id: 'crm' }] },
    })
    const other = await database.createOrganization()
    await forOrganization(other)('legacy-crm', true)
    await expect(forOrganization(other)('crm', true)).rejects.toMatchObject({ code: 'module_conflict' })
  })

  test('every entitlement check may refuse, also what comes along', async () => {
    const organization = await database.createOrganization()
    const checks: EntitlementQuestion[] = [
      { refuse: async () => null },
      { refuse: async (module) => (module === 'crm' ? 'Your plan has no CRM.' : null) },
    ]
    const put = forOrganization(organization, { entitlements: () => checks })
    await expect(put('ticketing', true, { withRequirements: true })).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'module_not_entitled',
      extra: { module: 'crm', reason: 'Your plan has no CRM.' },
    })
    expect(await active(organization)).toEqual([])
  })

  test('a module whose onEnable throws stays off, and so does what came with it', async () => {
    const organization = await database.createOrganization()
    const put = forOrganization(organization, {
      lifecycle: {
        onEnable: async (module) => {
          expect(await active(organization)).toEqual([])
          if (module === 'ticketing') throw new Error('no')
        },
        onDisable: async () => {},
      },
    })
    await expect(put('ticketing', true, { withRequirements: true })).rejects.toMatchObject({
      code: 'module_enable_failed',
    })
    expect(await active(organization)).toEqual([])
  })

  test('what was parked is sent again once it is on', async () => {
    const organization = await database.createOrganization()
    const unparked: string[] = []
    await forOrganization(organization, {
      unpark: async (_, module) => {
        expect(await active(organization)).toContain(module)
        unparked.push(module)
      },
    })('ticketing', true, { withRequirements: true })
    expect(unparked).toEqual(['crm', 'ticketing'])
  })

  test('the trail names who did it', async () => {
    const organization = await database.createOrganization()
    const actorId = '0199aaaa-0000-7000-8000-00000000000a'
    await forOrganization(organization)('crm', true, { author: { actorId, requestId: 'req-1' } })
    const { rows } = await database.admin.query(
      `select actor_id, request_id, table_name from platform.audit_log
       where organization_id = $1 and table_name = 'organization_modules'`,
      [organization],
    )
    expect(rows).toEqual([{ actor_id: actorId, request_id: 'req-1', table_name: 'organization_modules' }])
  })
})

describe('switching off', () => {
  test('names the active dependents, directly or not, and goes no further', async () => {
    const organization = await database.createOrganization()
    const put = forOrganization(organization)
    await put('escalation', true, { withRequirements: true })
    await expect(put('crm', false)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'active_dependents',
      message: expect.stringContaining('"ticketing"'),
      extra: { dependents: [{ id: 'escalation', name: { en: 'escalation' } }, { id: 'ticketing' }] },
    })
    expect(await active(organization)).toEqual(['crm', 'escalation', 'ticketing'])
  })

  test('takes them along when asked, dependents first; onDisable comes after and cannot prevent it', async () => {
    const organization = await database.createOrganization()
    const order: string[] = []
    const put = forOrganization(organization, {
      lifecycle: {
        onEnable: async () => {},
        onDisable: async (module) => {
          expect(await active(organization)).toEqual([])
          order.push(module)
          throw new Error('no')
        },
      },
    })
    await put('escalation', true, { withRequirements: true })
    const { off } = await put('crm', false, { cascade: true })
    expect(off).toEqual(['escalation', 'ticketing', 'crm'])
    expect(order).toEqual(off)
  })

  test('a module whose code is gone can be switched off, and holds what it requires', async () => {
    const organization = await database.createOrganization()
    const put = forOrganization(organization)
    await put('crm', true)
    await database.toggle(organization, 'gone', true)
    await expect(put('crm', false)).rejects.toMatchObject({
      code: 'active_dependents',
      extra: { dependents: [{ id: 'gone' }] },
    })
    await put('gone', false)
    expect((await put('crm', false)).off).toEqual(['crm'])
  })

  test('what is off already is no change; what nobody knows is not found', async () => {
    const put = forOrganization(await database.createOrganization())
    expect(await put('crm', false)).toMatchObject({ on: [], off: [] })
    await expect(put('nothing-like-it', false)).rejects.toMatchObject({ code: 'module_unknown' })
  })
})

test('at once for one organization: never a module without what it requires, never two that conflict', async () => {
  const states = new Set<string>()
  for (let round = 0; round < 40; round++) {
    const organization = await database.createOrganization()
    const put = forOrganization(organization)
    await put('crm', true)
    await Promise.allSettled([
      put('crm', false),
      put('ticketing', true),
      put('legacy-crm', true),
      put('ticketing', true, { withRequirements: true }),
    ])
    states.add((await active(organization)).join(','))
  }
  const possible = ['', 'crm', 'legacy-crm', 'crm,ticketing']
  expect([...states].filter((state) => !possible.includes(state))).toEqual([])
})

test('a host that does not acknowledge is named; one whose lease has ended is not waited for', async () => {
  const organization = await database.createOrganization()
  const put = forOrganization(organization)
  await database.admin.query(
    `insert into platform.hosts (name, role, lease_until, applied_version)
     values ('stuck', 'web', now() + interval '1 hour', 0), ('dead', 'web', now() - interval '1 second', 0)`,
  )
  try {
    const { acknowledgement } = await put('crm', true, { wait: true, timeout: 100 })
    expect(acknowledgement).toEqual({
      acknowledged: false,
      missing: [{ id: expect.any(String), name: 'stuck' }],
    })
    await database.admin.query(
      `update platform.hosts set lease_until = now() + interval '200 milliseconds' where name = 'stuck'`,
    )
    expect((await put('crm', false, { wait: true, timeout: 5_000 })).acknowledgement).toEqual({
      acknowledged: true,
    })
  } finally {
    await database.admin.query('delete from platform.hosts')
  }
})

/** Modules m0…m7; each may require and conflict with earlier ones only, so that the graph has no cycle. */
const graphs = fc
  .array(
    fc.record({
      requires: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
      conflicts: fc.uniqueArray(fc.nat(6), { maxLength: 1 }),
    }),
    { minLength: 3, maxLength: 8 },
  )
  .map((nodes) =>
    nodes.map(({ requires, conflicts }, index) => {
      const earlier = (ids: number[]) =>
        Object.fromEntries(ids.filter((id) => id < index).map((id) => [`m${id}`, '*']))
      return manifest(`m${index}`, { requires: earlier(requires), conflicts: earlier(conflicts) })
    }),
  )

const calls = fc.array(
  fc.record({
    module: fc.nat(7),
    active: fc.boolean(),
    cascade: fc.boolean(),
    withRequirements: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
)

test('whatever is asked: the active set holds all it requires and no conflict, and refusals change nothing', async () => {
  for (let index = 0; index < 8; index++) {
    const each = manifest(`m${index}`)
    await database.admin.query(
      'insert into platform.modules (id, version, manifest, sdk) values ($1, $2, $3, 1)',
      [each.id, each.version, each],
    )
  }
  let accepted = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(graphs, calls, async (graph, sequence) => {
      const organizationId = await database.createOrganization()
      const known = new Map(graph.map((each) => [each.id, each]))
      const rest = { registry: { manifests: known, quarantines: new Map() } }
      const put = forOrganization(organizationId, rest)
      for (const { module, active: on, ...options } of sequence) {
        const id = `m${module % graph.length}`
        const before = await active(organizationId)
        const done = await put(id, on, options).then(
          () => true,
          () => false,
        )
        const after = await active(organizationId)
        if (done) accepted++
        else refused++
        expect(after.includes(id)).toBe(done ? on : before.includes(id))
        expect(done ? before : after).toEqual(before)
        for (const each of after.map((name) => known.get(name)!)) {
          expect(after).toEqual(expect.arrayContaining(Object.keys(each.requires)))
          expect(after.filter((other) => other in each.conflicts)).toEqual([])
        }
        // Without consent nothing but the module itself may change.
        const changed = [...before, ...after].filter((name) => before.includes(name) !== after.includes(name))
        const consent = on ? options.withRequirements : options.cascade
        expect(consent ? [] : changed.filter((name) => name !== id)).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
  expect(accepted).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(10)
})
