import { rm } from 'node:fs/promises'
import { conformance, type ConformanceReport } from '@wasla/sdk/testing'
import { beforeAll, expect, inject, test } from 'vitest'
import { carelessPlugin } from './_careless-plugin.ts'

let report: ConformanceReport

beforeAll(async () => {
  const plugin = await carelessPlugin()
  report = await conformance({
    ...plugin,
    cluster: inject('adminUrl'),
    seed: async ({ owner }) => ({
      id: (await owner.call('POST', '/careless/things', { body: { name: 'Seed' } })).body.id,
    }),
  })
  await rm(String(plugin.directory), { recursive: true })
}, 600_000)

test.each([
  ['every text', 'the name in plugin.json says "Careless" for Arabic, which has no Arabic letter.'],
  ['every text', 'admin/locales/ar.json lacks "things.title".'],
  [
    'every text',
    'admin/locales/ar.json says "Write {{count}} words" for "things.hint", which is not Arabic.',
  ],
  [
    'every text',
    'admin/index.tsx:6 asks for the text "things.tittle", which no language has, so people would read the key; "things.title" is nearest.',
  ],
  [
    'every text',
    'server/careless.errors.ts answers "careless.thing_gone", and admin/locales say nothing for "problem.thing_gone"',
  ],
  [
    'it says what it is',
    'There is no README.md that tells its purpose, tables, permissions, events and jobs.',
  ],
  ['it says what it is', 'plugin.json says version 1.0.0 and package.json 1.1.0'],
  ['it says what it is', 'GET /careless/things has no summary in its schema.'],
  ['it says what it is', 'The setting "colour" has no describe() that tells what it does.'],
  ['what it holds about a person', 'It keeps rows and has no `privacy`'],
  ['another organization', 'GET /careless/things shows rows of another organization.'],
  [
    'another organization',
    'GET /careless/things/{id} answered 200 for a row of another organization; it must be 404.',
  ],
  ['off and on again', 'Switching off took rows of things: 1 before, 0 after.'],
])('%s: %s', (check, finding) => {
  expect(
    report.failed.some((line) => line.startsWith(check) && line.includes(finding)),
    report.text,
  ).toBe(true)
})

test('what the author cannot break is in order', () => {
  const passed = report.checks.filter(({ outcome }) => outcome === 'passed').map(({ name }) => name)
  expect(passed).toContain('who is not signed in gets 401 on every route that is not public')
  expect(passed).toContain('every table is fenced: organization, row-level security, policies, audit')
  expect(passed).toContain('where the module is off, no route answers')
})

test('the report reads as one, and the badge tells the numbers', () => {
  expect(report.text).toMatch(/^Conformance of careless 1\.0\.0 with contract 1\n\n {2}✗ every text/)
  expect(report.text).toMatch(/\d+ of \d+ checks passed/)
  expect(report.badge).toMatch(/^!\[Wasla conformance: \d+ of \d+, contract 1\]/)
})
