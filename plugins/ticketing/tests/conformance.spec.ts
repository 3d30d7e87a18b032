import { conformance } from '@wasla/sdk/testing'
import { expect, inject, test } from 'vitest'
import { ticketing } from '../plugin.ts'

test('ticketing conforms', { timeout: 600_000 }, async () => {
  const report = await conformance({
    plugin: ticketing,
    directory: new URL('..', import.meta.url),
    cluster: inject('adminUrl'),
    seed: async ({ owner }) => {
      const { body: customer } = await owner.call('POST', '/crm/customers', { body: { companyName: 'Seed' } })
      const { body: ticket } = await owner.call('POST', '/tickets', {
        body: { subject: 'Seed', customerId: customer.id },
      })
      await owner.call('POST', `/tickets/${ticket.id}/comments`, { body: { body: 'Seed' } })
      return { id: ticket.id }
    },
  })
  console.info(report.text)
  expect(report.failed, report.text).toEqual([])
})
