import type { OrganizationContext } from '../context/context.ts'
import type { Change } from '../events/change.ts'
import type {} from './field-options.ts'

/**
 * Object types that are known by name, and the shape of their rows. A plugin adds its own in `contract/`, and with
 * that others may extend them: `builder.objectField('Customer', 'tickets', (t) => …)`.
 *
 * @example
 * declare module '@wasla/sdk' {
 *   interface GraphqlObjects { Customer: CustomerRow }
 * }
 */
export interface GraphqlObjects {}

/** The types every plugin's builder knows. A resolver's third parameter is the member's context, bound to its plugin. */
export interface WaslaSchemaTypes {
  Context: OrganizationContext
  Objects: GraphqlObjects
  /** Implemented by what a subscription over `ctx.changes` yields, beside the record it is about. */
  Interfaces: { Change: Change }
  Scalars: {
    ID: { Input: string; Output: string }
    /** ISO 8601 with offset. */
    DateTime: { Input: Date; Output: Date }
    /** Integer minor units, as a string: beyond 2^31 already at 21 million. */
    Money: { Input: bigint; Output: bigint }
    JSON: { Input: unknown; Output: unknown }
  }
  /** Relay: ids are opaque and global, connections page by cursor. */
  DefaultEdgesNullability: false
}

/** Pothos with relay, dataloader and complexity; fields take `permission`, `t.pageConnection` pages. */
export type PluginSchemaBuilder = PothosSchemaTypes.SchemaBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<WaslaSchemaTypes>
>

/**
 * Adds a plugin's own types, and fields on types of plugins it declares, by the type's name. It runs once for each set
 * of active modules. Where a module named under `optional` is off, fields added to its types, and fields of its types,
 * do not exist; nothing has to be asked.
 */
export type GraphqlDefinition = (builder: PluginSchemaBuilder) => void
