import { defineEntity as defineMikroEntity, p } from '@mikro-orm/core'
import type { EntitySchemaWithMeta, PropertyBuilders } from '@mikro-orm/core'

/**
 * The columns every tenant entity has. The database fills them: `id` is a `uuidv7()`, the organization
 * comes from the context, `version` counts up on every change (optimistic locking, the ETag).
 */
const tenantColumns = {
  id: p.uuid().primary().defaultRaw('uuidv7()'),
  organizationId: p.uuid().defaultRaw("(nullif(current_setting('app.organization_id', true), ''))::uuid"),
  version: p.integer().version().default(1),
  createdAt: p.datetime().defaultRaw('now()'),
  updatedAt: p.datetime().defaultRaw('now()'),
}

/** The columns of a shared entity: everyone reads, the platform's operators write. */
const sharedColumns = {
  id: p.uuid().primary().defaultRaw('uuidv7()'),
  createdAt: p.datetime().defaultRaw('now()'),
}

type Column<Properties> = (keyof Properties & string) | 'id' | 'version' | 'createdAt' | 'updatedAt'

interface EntityOptions<
  Name extends string,
  Table extends string,
  Properties extends Record<string, unknown>,
> {
  /** In the singular, PascalCase: `Customer`. Also the name of its GraphQL type. */
  readonly name: Name
  /** In the plural, snake_case: `customers`. It lives in the plugin's own schema. */
  readonly tableName: Table
  readonly properties: (p: PropertyBuilders) => Properties
  /** Indexes besides the unique ones; each begins with `organizationId`, which the platform adds. */
  readonly indexes?: readonly (readonly Column<NoInfer<Properties>>[])[]
  /** Unique per organization; the platform puts `organizationId` in front. */
  readonly uniques?: readonly (readonly Column<NoInfer<Properties>>[])[]
}

/**
 * Declares a tenant entity: rows belong to one organization and nobody else ever sees them.
 * The table itself is made by a migration of the plugin (`wasla migration create crm add-customers`).
 *
 * @example
 * export const Customer = defineEntity({
 *   name: 'Customer',
 *   tableName: 'customers',
 *   properties: (p) => ({ companyName: p.string(), email: p.string().nullable() }),
 *   uniques: [['email']],
 * })
 */
export function defineEntity<
  const Name extends string,
  const Table extends string,
  const Properties extends Record<string, any>,
>(options: EntityOptions<Name, Table, Properties>) {
  const withOrganization = (columns: readonly string[]) => ({
    properties: ['organizationId', ...columns] as never,
  })
  return defineMikroEntity({
    name: options.name,
    tableName: options.tableName,
    properties: { ...tenantColumns, ...options.properties(p) },
    indexes: (options.indexes ?? []).map(withOrganization),
    uniques: [withOrganization(['id']), ...(options.uniques ?? []).map(withOrganization)],
  })
}

/** Declares a shared entity: one table for all organizations, which plugins only read. */
export function defineSharedEntity<
  const Name extends string,
  const Table extends string,
  const Properties extends Record<string, any>,
>(options: Omit<EntityOptions<Name, Table, Properties>, 'indexes' | 'uniques'>) {
  return defineMikroEntity({
    name: options.name,
    tableName: options.tableName,
    properties: { ...sharedColumns, ...options.properties(p) },
    comment: 'wasla:shared',
  })
}

/** Any entity of a plugin. */
export type AnyEntity = EntitySchemaWithMeta<string, string, any, any, any, any>

/** The type of one loaded entity: `type CustomerEntity = EntityOf<typeof Customer>`. */
export type EntityOf<Schema> = Schema extends { readonly '~entity': infer Entity } ? Entity : never
