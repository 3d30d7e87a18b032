import { expect, test } from 'vitest'
import { KnownCustomers } from './known-customers.ts'

const known = new KnownCustomers([
  { id: 'both', externalId: 'A', email: 'a@example.com' },
  { id: 'mail only', externalId: null, email: 'b@example.com' },
  { id: 'younger', externalId: null, email: 'b@example.com' },
])

test.each([
  ['its external id', { externalId: 'A' }, 'both'],
  ['its external id, whatever its e-mail says', { externalId: 'A', email: 'b@example.com' }, 'both'],
  ['its e-mail, where the row has no id', { email: 'a@example.com' }, 'both'],
  [
    'its e-mail, where the customer has no id, the older one',
    { externalId: 'B', email: 'b@example.com' },
    'mail only',
  ],
  ['nothing: two ids are two customers', { externalId: 'B', email: 'a@example.com' }, undefined],
  ['nothing: neither is given', {}, undefined],
])('a row is recognised by %s', (_by, row, expected) => {
  expect(known.find(row)?.id).toBe(expected)
})
