import { BlockList, isIP } from 'node:net'

/** Whether an address may come in. */
export type AddressCheck = (address: string) => boolean

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Compiles a list of networks in CIDR notation; without any, every address may come in. */
export function compileAddressList(networks: readonly string[]): AddressCheck | null {
  if (networks.length === 0) return null
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family)
  }
  return (text) => {
    const address = MAPPED.exec(text)?.[1] ?? text.split('%', 1)[0] ?? ''
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}
