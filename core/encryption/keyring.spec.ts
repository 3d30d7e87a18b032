import { expect, test } from 'vitest'
import { createKeyring } from './keyring.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')

test('the first key seals, all of them open, and the place is part of it', () => {
  const old = createKeyring([key(1)])
  const both = createKeyring([key(2), key(1)])
  const sealed = old.seal('secret', 'here')
  expect(both.open(sealed, 'here')).toBe('secret')
  expect(both.isCurrent(sealed)).toBe(false)
  expect(both.isCurrent(both.seal('secret', 'here'))).toBe(true)
  expect(() => both.open(sealed, 'there')).toThrow(/authenticate/)
  expect(() => createKeyring([key(2)]).open(sealed, 'here')).toThrow('does not have')
  expect(old.seal('secret', 'here')).not.toBe(sealed)
})

test('a signature is worth something for its text and purpose only', () => {
  const ring = createKeyring([key(1)])
  const signature = ring.sign('text', 'link')
  expect(ring.check(signature, 'text', 'link')).toBe('valid')
  expect(ring.check(signature, 'text', 'seal')).toBe('invalid')
  expect(ring.check(signature, 'other', 'link')).toBe('invalid')
  expect(ring.check(`${signature}x`, 'text', 'link')).toBe('invalid')
  expect(createKeyring([key(2)]).check(signature, 'text', 'link')).toBe('unknown-key')
  expect(createKeyring([key(2), key(1)]).check(signature, 'text', 'link')).toBe('valid')
})

test('without keys nothing is sealed or signed, and a key of another length is refused', () => {
  expect(() => createKeyring([]).seal('secret', 'here')).toThrow('WASLA_ENCRYPTION_KEYS')
  expect(() => createKeyring([]).sign('text', 'link')).toThrow('WASLA_ENCRYPTION_KEYS')
  expect(() => createKeyring(['c2hvcnQ='])).toThrow('5 bytes instead of 32')
})
