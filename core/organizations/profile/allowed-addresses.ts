import { conflict } from '@wasla/sdk'
import { compileAddressList } from '../../access/address-list.ts'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'

export async function readAllowedAddresses(
  platform: PlatformDatabase,
  organizationId: string,
): Promise<string[]> {
  const [row] = await platform.asSystem<{ networks: string[] }>(
    'select allowed_addresses::text[] as networks from platform.organizations where id = $1',
    [organizationId],
  )
  return row?.networks ?? []
}

/**
 * Sets from where members and API keys may come; a trigger tells all hosts.
 * @throws conflict `would_lock_you_out` when the actor's own address is not among them
 */
export async function setAllowedAddresses(
  platform: PlatformDatabase,
  actor: Actor,
  networks: readonly string[],
  ownAddress: string,
): Promise<string[]> {
  if (compileAddressList(networks)?.(ownAddress) === false) {
    throw conflict(
      'would_lock_you_out',
      `You come from ${ownAddress}, which is in none of these networks, so you could not undo this; add it, or come from another address.`,
    )
  }
  await changeOrganization(platform, changeBy(actor), (query) =>
    // A network as people write it may have bits beyond its prefix, which the type refuses.
    query(
      `update platform.organizations set allowed_addresses =
         (select coalesce(array_agg(network(text::inet)::cidr order by position), '{}') from unnest($2::text[]) with ordinality as n (text, position))
       where id = $1`,
      [actor.organizationId, networks],
    ),
  )
  return readAllowedAddresses(platform, actor.organizationId)
}
