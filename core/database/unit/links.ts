import { notFound, type RecordReference } from '@wasla/sdk'
import { rowCount, type Statement } from '../statements/statement.ts'
import type { UnitEnvironment } from './platform-operations.ts'
import type { PlatformOperations } from './unit-of-work.ts'

/** Links between plugins' records stand in one platform table instead of foreign keys. */
export function linkOperations({
  services,
  plugin,
  scope,
  transaction,
  em,
}: UnitEnvironment): Pick<PlatformOperations, 'link' | 'unlink'> {
  const requireOwn = (reference: RecordReference) => {
    if (reference.plugin === plugin.id) return
    throw new Error(
      `A link must begin at a record of "${plugin.id}", but it begins at one of "${reference.plugin}": swap the two ends.`,
    )
  }

  async function requireRecord(reference: RecordReference): Promise<void> {
    const statement = existence(reference)
    const [result] = statement === undefined ? [] : await transaction.run('wasla_system', [statement])
    if (rowCount(result) > 0) return
    throw notFound(
      'link_end_missing',
      `There is no ${reference.type} ${reference.id} of "${reference.plugin}" here, so nothing can be linked to it.`,
      { extra: { record: reference } },
    )
  }

  /** As the system role, which sees every organization: so the organization is named. */
  function existence({ plugin: owner, type, id }: RecordReference): Statement | undefined {
    const map = services.plugins.get(owner)?.map
    const shape = [...(map?.tables.values() ?? [])].find(({ entity }) => entity === type)
    if (map === undefined || shape === undefined) return undefined
    const organization = shape.columns.has('organizationId') ? 'organization_id = $2' : '$2::text is not null'
    return {
      text: `select from ${quote(map.schema)}.${quote(shape.table)} where id = $1 and ${organization} for key share`,
      values: [id, scope.organizationId],
    }
  }

  const values = (kind: string, from: RecordReference, to: RecordReference) => [
    scope.organizationId,
    kind,
    from.plugin,
    from.type,
    from.id,
    to.plugin,
    to.type,
    to.id,
  ]

  return {
    async link(kind, from, to) {
      requireOwn(from)
      // The near end may be new, and then must be written before it can be found.
      await em.flush()
      await requireRecord(from)
      await requireRecord(to)
      await transaction.run('none', [
        {
          text: `insert into platform.integration_mappings
              (organization_id, kind, from_plugin, from_type, from_id, to_plugin, to_type, to_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
          values: values(kind, from, to),
        },
      ])
    },
    async unlink(kind, from, to) {
      requireOwn(from)
      await transaction.run('none', [
        {
          text: `delete from platform.integration_mappings where organization_id = $1 and kind = $2
            and from_plugin = $3 and from_type = $4 and from_id = $5 and to_plugin = $6 and to_type = $7 and to_id = $8`,
          values: values(kind, from, to),
        },
      ])
    },
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
