import { expect, test } from 'vitest'
import { assertPublicHost, isPublicAddress } from './public-address.ts'

test.each([
  ['8.8.8.8', true],
  ['2001:4860:4860::8888', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

test('an address in place of a name is checked, too', () => {
  expect(() => assertPublicHost('[::1]')).toThrow('not on the public internet')
  expect(() => assertPublicHost('127.0.0.1')).toThrow('not on the public internet')
  expect(() => assertPublicHost('accounts.example.com')).not.toThrow()
})
