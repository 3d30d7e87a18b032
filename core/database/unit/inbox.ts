import { rowCount } from '../statements/statement.ts'
import type { UnitEnvironment } from './platform-operations.ts'
import type { PlatformOperations } from './unit-of-work.ts'

/** What came from outside is remembered with what it led to, so that it leads to it once. */
export function inboxOperations({
  plugin,
  scope,
  transaction,
}: UnitEnvironment): Pick<PlatformOperations, 'receiveOnce'> {
  return {
    async receiveOnce(source, account, messageId) {
      if (!source.startsWith(`${plugin.id}.`)) {
        throw new Error(
          `Plugin "${plugin.id}" received something from "${source}", which is not its own: name the source "${plugin.id}.…".`,
        )
      }
      const [result] = await transaction.run('none', [
        {
          // A twin that is under way is waited for here.
          text: `insert into platform.received_messages (organization_id, source, account, message_id)
            values ($1, $2, $3, $4) on conflict do nothing`,
          values: [scope.organizationId, source, account, messageId],
        },
      ])
      return rowCount(result) > 0
    },
  }
}
