import { expect, test } from 'vitest'
import { createAddressFilter } from './allowed-addresses.ts'

const { isAllowed } = createAddressFilter([])

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2001:0:1::1',
  '2001:db8::1',
  'localhost',
  '',
])('%s is refused', (address) => {
  expect(isAllowed(address)).toBe(false)
})

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
  '%s is public',
  (address) => {
    expect(isAllowed(address)).toBe(true)
  },
)

test('the operator allows single addresses and networks', () => {
  const { isAllowed: filter } = createAddressFilter(['10.1.0.0/16', '::1'])
  expect(['10.1.9.9', '10.2.0.1', '::1', '127.0.0.1'].map((address) => filter(address))).toEqual([
    true,
    false,
    true,
    false,
  ])
})
