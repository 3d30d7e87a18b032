import type { LoadedPlugin } from '../../kernel/module.ts'
import { createPluginOrm } from '../unit/plugin-orm.ts'

/** A column as an entity declares it. */
export interface ExpectedColumn {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly nullable: boolean
}

/** The columns a plugin's tables must have, for the drift check. */
export function expectedColumns(plugin: Pick<LoadedPlugin, 'definition' | 'schema'>): ExpectedColumn[] {
  const orm = createPluginOrm(plugin)
  return [...orm.getMetadata()].flatMap((entity) =>
    entity.abstract || entity.embeddable
      ? []
      : entity.props
          .filter((property) => property.persist !== false && !property.formula)
          .flatMap((property) =>
            (property.fieldNames ?? []).map((column, index) => ({
              table: entity.tableName,
              column,
              type: property.columnTypes[index] ?? property.columnTypes[0] ?? 'text',
              nullable: property.nullable === true,
            })),
          ),
  )
}
