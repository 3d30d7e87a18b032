import { sql, type Expression, type RawBuilder } from 'kysely'

/**
 * Declares that a table can be searched by text. The function behind it is made by the migration:
 * `select platform.define_search('crm.customers', array['company_name', 'contact_name'])`.
 */
export interface SearchDefinition {
  readonly table: string
  /** Property names whose text is searched; matches ignore case, accents, alef, ya and tashkeel variants. */
  readonly columns: readonly string[]
}

/**
 * Ids of the rows of `table` that match `query`, best first, at most `limit`; uses its index in spite of row-level
 * security and never leaves the organization.
 * @example sql.selectFrom('customers').selectAll().where('id', 'in', searchIds('customers', 'maria'))
 */
export function searchIds(
  table: string,
  query: string | Expression<string>,
  limit = 200,
): RawBuilder<string> {
  return sql<string>`(select ${sql.id(`search_${table}`)}(${query}, ${limit}))`
}
