import { expect, test } from 'vitest'
import { requireVersion } from './server-version.ts'

const url = 'postgres://me:hidden@db.example.com/wasla'

test('an older server is named with its version, without the password', () => {
  const look = () => requireVersion({ number: 170_006, text: '17.6' }, url)
  expect(look).toThrow(
    /^The server at db\.example\.com:5432\/wasla as me is PostgreSQL 17\.6, but Wasla needs 18 or newer: /,
  )
  expect(look).toThrow(expect.objectContaining({ code: 'postgres_too_old' }))
})

test('18 and later pass', () => {
  expect(() => requireVersion({ number: 180_000, text: '18.0' }, url)).not.toThrow()
  expect(() => requireVersion({ number: 190_001, text: '19.1' }, url)).not.toThrow()
})
