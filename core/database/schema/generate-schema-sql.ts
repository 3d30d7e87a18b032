import { MikroORM } from '@mikro-orm/postgresql'
import {
  DatabaseSchema,
  type DatabaseTable,
  type ForeignKey,
  SchemaComparator,
  SchemaGenerator,
} from '@mikro-orm/sql'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { keepOwnChanges } from './own-changes.ts'

/**
 * The SQL that brings a plugin's tables from what the database has to what its entities say; empty when
 * they agree. Reads nothing but the plugin's own schema.
 * @param adminUrl a database that has every migration of the plugin
 */
export async function generateSchemaSql(
  plugin: Pick<LoadedPlugin, 'definition' | 'schema'>,
  adminUrl: string,
): Promise<string> {
  const { schema } = plugin
  const orm = new MikroORM({
    clientUrl: adminUrl,
    entities: [...(plugin.definition.entities ?? [])],
    schema,
    ensureDatabase: false,
    discovery: { warnWhenNoEntities: false },
  })
  try {
    await orm.connect()
    const driver = orm.em.getDriver()
    const platform = driver.getPlatform()
    const generator = new SchemaGenerator(orm.em)
    const wanted = generator.getTargetSchema(schema)
    const present = await DatabaseSchema.create(driver.getConnection(), platform, orm.config, schema, [
      schema,
    ])
    present.prune(schema, [])
    wanted.prune(schema, [])
    for (const table of wanted.getTables()) composeForeignKeys(table, wanted, present)
    const difference = new SchemaComparator(platform).compare(present, wanted)
    return generator.diffToSQL(keepOwnChanges(difference), { wrap: false, dropTables: false, schema }).trim()
  } finally {
    await orm.close(true)
  }
}

/** Foreign keys ignore row-level security: only the organization in the key keeps them inside it. */
function composeForeignKeys(table: DatabaseTable, wanted: DatabaseSchema, present: DatabaseSchema): void {
  const existing = Object.values(present.getTable(table.getShortestName())?.getForeignKeys() ?? {})
  const composed = Object.values(table.getForeignKeys()).map((key): ForeignKey => {
    const tenants = [table, wanted.getTable(key.referencedTableName)].every((end) =>
      end?.hasColumn('organization_id'),
    )
    if (!tenants) return key
    const columnNames = ['organization_id', ...key.columnNames]
    const same = existing.find((other) => other.columnNames.join() === columnNames.join())
    return {
      ...key,
      columnNames,
      referencedColumnNames: ['organization_id', ...key.referencedColumnNames],
      constraintName: same?.constraintName ?? key.constraintName,
      deleteRule: emptiesOnlyItself(key, same),
    }
  })
  table.setForeignKeys(Object.fromEntries(composed.map((key) => [key.constraintName, key])))
}

/** `set null` must leave the organization alone. The database reports the rule without its columns. */
function emptiesOnlyItself(
  { deleteRule, columnNames }: ForeignKey,
  existing: ForeignKey | undefined,
): string | undefined {
  if (deleteRule?.toLowerCase() !== 'set null' || existing?.deleteRule?.toLowerCase() === 'set null')
    return deleteRule
  return `set null (${columnNames.map((column) => `"${column}"`).join(', ')})`
}
