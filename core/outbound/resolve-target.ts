import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { createAddressFilter, type AddressFilter } from './allowed-addresses.ts'

/** All addresses of a host name; throws when it has none. */
export type ResolveName = (name: string) => Promise<string[]>

/** Where a request goes: the one address that was checked, so that no later answer of a name server leads elsewhere. */
export interface Target {
  readonly address: string
  readonly family: 4 | 6
}

/** The address is one that organizations may not reach. */
export class ForbiddenTargetError extends Error {
  constructor(reason: string) {
    super(`${reason} An operator may allow it in OUTBOUND_NETWORKS.`)
    this.name = 'ForbiddenTargetError'
  }
}

/** Asks name servers without the thread pool, which a slow one would fill up. */
const resolveByDns: ResolveName = async (name) => {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length === 0) throw new Error(`The name "${name}" was not found.`)
  return addresses
}

/** Where requests on behalf of organizations and people may go, and how names are looked up. */
export interface Outbound {
  readonly addresses: AddressFilter
  readonly resolve: ResolveName
}

/** @param networks inside the operator's own network that may be reached all the same */
export function createOutbound(networks: readonly string[]): Outbound {
  return { addresses: createAddressFilter(networks), resolve: resolveByDns }
}

/** @throws ForbiddenTargetError when any of the host's addresses is forbidden, or would be written to in plain text */
export async function resolveTarget(url: URL, { addresses: filter, resolve }: Outbound): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  const [address] = addresses
  if (address === undefined) throw new Error(`"${host}" has no address.`)
  if (!addresses.every(filter.isAllowed)) {
    throw new ForbiddenTargetError(`"${host}" is inside this network or reserved, and nothing is sent there.`)
  }
  if (url.protocol !== 'https:' && !addresses.every(filter.isException)) {
    throw new ForbiddenTargetError(`"${host}" would be written to in plain text; give an https address.`)
  }
  return { address, family: isIP(address) === 6 ? 6 : 4 }
}
