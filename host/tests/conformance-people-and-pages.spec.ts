import { rm } from 'node:fs/promises'
import { conformance, type ConformanceReport } from '@wasla/sdk/testing'
import { beforeAll, expect, inject, test } from 'vitest'
import { carelessPlugin, carelessWithPeople } from './_careless-plugin.ts'

let report: ConformanceReport

beforeAll(async () => {
  const { directory } = await carelessPlugin()
  report = await conformance({
    plugin: carelessWithPeople,
    directory,
    cluster: inject('adminUrl'),
    seed: async ({ owner }, { email }) => {
      await owner.call('POST', '/crm/customers', { body: { companyName: 'Seed' } })
      return { id: (await owner.call('POST', '/careless/things', { body: { name: email } })).body.id }
    },
  })
  await rm(String(directory), { recursive: true })
}, 600_000)

test.each([
  ['no list reads a whole table', /Reading careless\.things went through \d+ rows one by one/],
  ['what it holds about a person', /The export of one person tells of another one\./],
  ['what it holds about a person', /After the erasure 1 rows still hold the person's address or number\./],
  [
    'GraphQL: what it adds to types of other modules',
    /Customer\.nickname answered data to a member without any permission of the module/,
  ],
  ['every page opens', /The page "" in en: .*\(button-name\)/],
  ['every page opens', /The page "" in ar: .*\(image-alt\)/],
  ['every page opens', /The page "things\/\$thing" needs a row to be shown; let `seed` answer thing\./],
])('%s: %s', (check, finding) => {
  expect(
    report.failed.some((line) => line.startsWith(check) && finding.test(line)),
    report.text,
  ).toBe(true)
})
