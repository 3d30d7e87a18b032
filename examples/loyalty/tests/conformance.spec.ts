import { conformance } from '@wasla/sdk/testing'
import { expect, test } from 'vitest'
import { addCustomer, underTest } from './_test-host.ts'

test('it is a good citizen of every host', { timeout: 600_000 }, async () => {
  const report = await conformance({
    ...underTest,
    seed: async (organization) => {
      const customerId = await addCustomer(organization, 'Seed')
      await organization.owner.call('POST', `/loyalty/customers/${customerId}/points`, {
        body: { points: 5, reason: 'Seed' },
      })
      return { customerId }
    },
  })
  console.info(report.text)
  expect(report.failed, report.text).toEqual([])
})
