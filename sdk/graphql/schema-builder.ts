import type SchemaBuilder from '@pothos/core'
import type { OrganizationContext } from '../context/context.ts'

/** The types every plugin's builder knows. A resolver's third parameter is the member's context, bound to its plugin. */
export interface WaslaSchemaTypes {
  Context: OrganizationContext
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

/** Pothos with relay, dataloader and complexity; fields take `permission`. */
export type PluginSchemaBuilder = PothosSchemaTypes.SchemaBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<WaslaSchemaTypes>
>

declare global {
  export namespace PothosSchemaTypes {
    interface FieldOptions {
      /** Who may read the field: `crm.customers.read`. Required on queries, mutations, subscriptions and foreign types. */
      permission?: string
    }
  }
}

/** Adds a plugin's own types, and fields on types of plugins it declares, by the type's name. */
export type GraphqlDefinition = (builder: PluginSchemaBuilder) => void

export type { SchemaBuilder }
