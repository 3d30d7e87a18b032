import { conformance } from '@wasla/sdk/testing'
import { expect, test } from 'vitest'
import { underTest } from './_test-host.ts'

test('it is a good citizen of every host', { timeout: 600_000 }, async () => {
  const report = await conformance({
    ...underTest,
    // One row of each kind: the kit asks for it as a stranger, as a member without rights, and from another organization.
    seed: async ({ owner }) => {
      const { body } = await owner.call('POST', '/acme-sample/sample-items', { body: { name: 'Seed' } })
      return { id: body.id }
    },
  })
  console.info(report.text)
  expect(report.failed, report.text).toEqual([])
})
