import { BlockList, isIP } from 'node:net'

/** Tells which addresses requests of organizations may be sent to. */
export interface AddressFilter {
  /** Public, or allowed by the operator. */
  readonly isAllowed: (address: string) => boolean
  /** Allowed by the operator, as hosts of their own network are. */
  readonly isException: (address: string) => boolean
}

const PRIVATE_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
// Outside of 2000::/3 nothing is public, among it addresses that hold an IPv4 one; inside, these are not.
const PUBLIC_IPV6 = ['2000::/3']
const PRIVATE_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/**
 * Public addresses, and what the operator allows besides.
 * @param allowed addresses and networks, such as `10.1.0.0/16`
 */
export function createAddressFilter(allowed: readonly string[]): AddressFilter {
  const exceptions = listOf(allowed)
  const privateIpv4 = listOf(PRIVATE_IPV4)
  const publicIpv6 = listOf(PUBLIC_IPV6)
  const privateIpv6 = listOf(PRIVATE_IPV6)
  const isException = (address: string): boolean =>
    isIP(address) !== 0 && exceptions.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  return {
    isException,
    isAllowed(address) {
      const version = isIP(address)
      if (version === 0 || isException(address)) return version !== 0
      if (version === 4) return !privateIpv4.check(address, 'ipv4')
      return publicIpv6.check(address, 'ipv6') && !privateIpv6.check(address, 'ipv6')
    },
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const version = isIP(address)
    if (version === 0)
      throw new TypeError(`"${network}" is neither an address nor a network; write it like 10.1.0.0/16.`)
    list.addSubnet(
      address,
      bits === undefined ? (version === 4 ? 32 : 128) : Number(bits),
      version === 4 ? 'ipv4' : 'ipv6',
    )
  }
  return list
}
