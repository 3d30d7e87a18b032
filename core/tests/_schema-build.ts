import {
  definePlugin,
  type Manifest,
  manifestSchema,
  type Permission,
  type PluginSchemaBuilder,
} from '@wasla/sdk'
import { buildSchema } from '../graphql/schema/build-schema.ts'
import type { LoadedPlugin } from '../kernel/module.ts'

const MODULES = 20
const TYPES = 12

/** Milliseconds to build the schema of 20 modules with 240 types: the first time, and again as other sets need it. */
interface SchemaBuild {
  readonly first: number
  readonly later: readonly number[]
  readonly types: number
}

function define(module: string): (builder: PluginSchemaBuilder) => void {
  return (builder) => {
    const permission = `${module}.things.read` as Permission
    const types = Array.from({ length: TYPES }, (_, number) =>
      builder.objectRef<Record<string, string>>(`${module}Type${number}`).implement({
        fields: (t) =>
          Object.fromEntries(
            Array.from({ length: 8 }, (_field, field) => [
              `field${field}`,
              t.string({ resolve: (row) => row['a'] ?? '' }),
            ]),
          ),
      }),
    )
    builder.queryFields((t) =>
      Object.fromEntries(
        types.map((type, number) => [
          `${module}Thing${number}`,
          t.field({ type, nullable: true, permission, resolve: () => ({}) }),
        ]),
      ),
    )
  }
}

const plugins = Array.from({ length: MODULES }, (_, number): LoadedPlugin => {
  const id = `m${number}`
  const text = { en: id, ar: id }
  const manifest: Manifest = manifestSchema.parse({
    id,
    version: '1.0.0',
    name: text,
    description: text,
    sdk: 1,
    permissions: [{ resource: 'things', actions: ['read'], title: text }],
  })
  return {
    id,
    manifest,
    directory: '',
    definition: definePlugin({ graphql: define(id) }),
    config: {},
    schema: id,
    role: id,
    prefix: `/${id}`,
  }
})
const manifests = new Map(plugins.map(({ id, manifest }) => [id, manifest]))

function build(): { milliseconds: number; types: number } {
  const begin = performance.now()
  const schema = buildSchema(plugins, new Set(manifests.keys()), manifests)
  const milliseconds = performance.now() - begin
  return { milliseconds, types: Object.keys(schema.getTypeMap()).length }
}

const { milliseconds: first, types } = build()
process.send?.({
  first,
  later: Array.from({ length: 7 }, () => build().milliseconds),
  types,
} satisfies SchemaBuild)
