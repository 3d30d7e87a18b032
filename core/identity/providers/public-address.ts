import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Whether an address belongs to the internet, and not to the networks around this host. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast'
}

const refused = (host: string) => new Error(`"${host}" is not on the public internet`)

/** @throws Error for a host that is written as an address of a private network: no name is looked up for it */
export function assertPublicHost(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw refused(host)
}

/** Looks names up and refuses those that lead into private networks; the connection goes to what was checked. */
export const lookupPublic: LookupFunction = (host, options: LookupOptions, callback) => {
  lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? []
    if (error !== null || first === undefined) callback(error ?? refused(host), '', 0)
    else if (!found.every(({ address }) => isPublicAddress(address))) callback(refused(host), '', 0)
    else if (options.all === true) callback(null, found)
    else callback(null, first.address, first.family)
  })
}
