import { conflict } from '@wasla/sdk'
import { rowCount } from '../statements/statement.ts'
import type { UnitEnvironment } from './platform-operations.ts'
import type { PlatformOperations } from './unit-of-work.ts'

/** Public addresses stand in one platform table, unique over all organizations. */
export function addressOperations({
  plugin,
  scope,
  transaction,
}: UnitEnvironment): Pick<PlatformOperations, 'claimAddress' | 'releaseAddress'> {
  const normalized = (kind: string, key: string): string => {
    const normalize = plugin.addresses.get(kind)
    if (normalize !== undefined) return normalize(key)
    throw new Error(
      `Plugin "${plugin.id}" does not define the address kind "${kind}", so it cannot claim such an address: add it to \`addresses\` in plugin.ts.`,
    )
  }
  return {
    async claimAddress(kind, key) {
      const address = normalized(kind, key)
      const [result] = await transaction.run('none', [
        {
          // Its own address again is no conflict; another organization's row does not show, and blocks.
          text: `insert into platform.addresses as a (kind, key, organization_id, plugin_id) values ($1, $2, $3, $4)
            on conflict (kind, key) do nothing`,
          values: [kind, address, scope.organizationId, plugin.id],
        },
      ])
      if (rowCount(result) > 0) return
      const [own] = await transaction.run('none', [
        {
          text: 'select from platform.addresses where kind = $1 and key = $2 and plugin_id = $3',
          values: [kind, address, plugin.id],
        },
      ])
      if (rowCount(own) > 0) return
      throw conflict('address_taken', `The address "${address}" is taken already; choose another one.`, {
        extra: { kind, key: address },
      })
    },
    async releaseAddress(kind, key) {
      await transaction.run('none', [
        {
          text: 'delete from platform.addresses where kind = $1 and key = $2 and organization_id = $3 and plugin_id = $4',
          values: [kind, normalized(kind, key), scope.organizationId, plugin.id],
        },
      ])
    },
  }
}
