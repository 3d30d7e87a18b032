// What the platform promises for every plugin no plugin can break. So the host of a good one is shown to each check with one part
// miscast, as if the promise were broken: a member for a visitor, one organization for another, a switch that does nothing.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manifestSchema } from '@wasla/sdk'
import { ticketing } from '@wasla/plugin-ticketing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { checkConformance } from '../authoring/conformance/check-conformance.ts'
import { parkedEvents } from '../authoring/conformance/events.check.ts'
import { graphqlAccess, graphqlOrganizations } from '../authoring/conformance/graphql.check.ts'
import { migrations } from '../authoring/conformance/migrations.check.ts'
import { inactiveModule, strangers, withoutPermission } from '../authoring/conformance/routes.check.ts'
import type { Check, Subject } from '../authoring/conformance/subject.ts'
import { tables } from '../authoring/conformance/tables.check.ts'
import { dependencies, twoHosts } from '../authoring/conformance/toggles.check.ts'
import { startAuthorHost } from '../authoring/testing/author-host.ts'
import { listedPlugins } from '../plugins/listed-plugins.ts'
import { carelessPlugin } from './_careless-plugin.ts'

let subject: Subject
let elsewhere: string

beforeAll(async () => {
  const directory = listedPlugins.find(({ directory: path }) => path.endsWith('ticketing'))?.directory ?? ''
  const options = { plugin: ticketing, directory, cluster: inject('adminUrl') }
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, 'plugin.json'), 'utf8')))
  const host = await startAuthorHost({ ...options, plugins: [options] })
  const ours = await host.organization('Ours', ['ticketing'])
  await ours.owner.call('POST', '/tickets', { body: { subject: 'Seed' } })
  subject = {
    options,
    manifest,
    directory,
    schema: 'ticketing',
    host,
    ours,
    theirs: await host.organization('Theirs', ['ticketing']),
    without: await host.organization('Without', ['crm']),
    hasPages: false,
    exports: [],
    seeded: undefined,
  }
  elsewhere = await mkdtemp(join(tmpdir(), 'wasla-promises-'))
  await mkdir(join(elsewhere, 'migrations'))
  await writeFile(join(elsewhere, 'migrations/0001_gone.sql'), 'drop table ticketing.tickets;')
}, 300_000)

afterAll(async () => {
  await subject?.host.stop()
  await rm(elsewhere, { recursive: true })
})

const nothing = async (): Promise<void> => undefined

test.each<[check: Check, miscast: (subject: Subject) => Partial<Subject>, finding: string]>([
  [strangers, ({ host, ours }) => ({ host: { ...host, visitor: ours.owner } }), 'GET /tickets answered 200.'],
  [
    withoutPermission,
    ({ theirs }) => ({ ours: { ...theirs, member: async () => theirs.owner } }),
    'GET /tickets answered 200.',
  ],
  [inactiveModule, ({ theirs }) => ({ without: theirs }), 'GET /tickets answered 200.'],
  [
    graphqlAccess,
    ({ theirs }) => ({ ours: { ...theirs, member: async () => theirs.owner } }),
    'Query.tickets answered data to a member without any permission; give it a `permission`.',
  ],
  [graphqlOrganizations, ({ ours }) => ({ theirs: ours }), 'tickets shows rows of another organization.'],
  [
    graphqlOrganizations,
    ({ ours }) => ({ theirs: ours }),
    'node(id:) gives another organization what tickets lists; its loader must read through ctx.',
  ],
  [
    dependencies,
    ({ manifest }) => ({
      manifest: { ...manifest, id: 'crm', requires: { ticketing: '^1.0.0' }, optional: {} },
    }),
    'Switching "ticketing" off under it answered 200, and must be refused naming "crm".',
  ],
  [
    parkedEvents(300),
    ({ theirs }) => ({ ours: { ...theirs, switch: nothing } }),
    'An event for ticketing.welcome-new-customer was not parked while the module was off.',
  ],
  [
    twoHosts,
    ({ ours }) => ({ ours: { ...ours, switch: nothing } }),
    'Switched off, the second host answered 200 to GET /tickets.',
  ],
  [migrations, () => ({ directory: elsewhere }), '0001_gone.sql:1'],
])('$name sees that its promise is broken', async (check, miscast, finding) => {
  const { findings } = await check.look({ ...subject, ...miscast(subject) })
  expect(findings).toContainEqual(expect.stringContaining(finding))
})

test('a table that lost its fence is named with what it lacks', async () => {
  await subject.host.query('alter table ticketing.comments no force row level security')
  const { findings } = await tables.look(subject)
  expect(findings).toEqual([expect.stringContaining('ticketing.comments lacks')])
})

test('of a plugin that the host keeps out, the report tells that and nothing else', async () => {
  const plugin = await carelessPlugin()
  const directory = String(plugin.directory)
  await writeFile(join(directory, 'migrations/0002_gone.sql'), 'drop table crm.customers;')
  const report = await checkConformance({ ...plugin, cluster: inject('adminUrl') })
  await rm(directory, { recursive: true })
  expect(report.failed).toEqual([expect.stringContaining('the host takes it in')])
  expect(report.checks).toHaveLength(1)
})
