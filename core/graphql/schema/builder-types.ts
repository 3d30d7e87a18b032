import type { PluginSchemaBuilder, WaslaSchemaTypes } from '@wasla/sdk'

/** The types all plugins of a schema share. */
export type BuilderTypes = PothosSchemaTypes.ExtendDefaultTypes<WaslaSchemaTypes>

/** The one builder behind the views that plugins are handed. */
export type Builder = PluginSchemaBuilder
