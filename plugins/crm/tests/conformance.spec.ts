import { conformance } from '@wasla/sdk/testing'
import { expect, inject, test } from 'vitest'
import { crm } from '../plugin.ts'
import { importCsv } from './_northwind.ts'

test('the CRM conforms', { timeout: 600_000 }, async () => {
  const report = await conformance({
    plugin: crm,
    directory: new URL('..', import.meta.url),
    cluster: inject('adminUrl'),
    smallTables: ['sales_stages'],
    seed: async ({ owner }, { email, phone }) => {
      const { body: customer } = await owner.call('POST', '/crm/customers', {
        body: { companyName: 'Seed', contactName: 'Seed', email, phone },
      })
      await owner.call('POST', `/crm/customers/${customer.id}/activities`, {
        body: { kind: 'note', subject: 'Seed' },
      })
      const { id } = await importCsv(owner, 'company\nBólido\n')
      return { id: customer.id, 'GET /crm/imports/{id}': { id } }
    },
  })
  console.info(report.text)
  expect(report.failed, report.text).toEqual([])
})
