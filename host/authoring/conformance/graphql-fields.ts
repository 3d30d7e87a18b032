import type { TestOrganization } from '@wasla/sdk/testing'
import type { Subject } from './subject.ts'

interface TypeRef {
  readonly kind: string
  readonly name: string | null
  readonly ofType: TypeRef | null
}

interface InputValue {
  readonly name: string
  readonly type: TypeRef
  readonly defaultValue: string | null
}

export interface SchemaField {
  readonly name: string
  readonly args: readonly InputValue[]
  readonly type: TypeRef
}

export interface SchemaType {
  readonly kind: string
  readonly name: string
  readonly description: string | null
  readonly fields: readonly SchemaField[] | null
  readonly inputFields: readonly InputValue[] | null
  readonly enumValues: readonly { readonly name: string }[] | null
}

const REF = 'kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }'
const QUERY = `{ __schema { types { kind name description
  fields { name args { name defaultValue type { ${REF} } } type { ${REF} } }
  inputFields { name defaultValue type { ${REF} } } enumValues { name } } } }`

export async function schemaOf({ owner }: TestOrganization): Promise<Map<string, SchemaType>> {
  const { data, errors } = await owner.graphql(QUERY)
  if (errors !== undefined) throw new Error(`The schema cannot be read: ${errors[0]?.message}`)
  return new Map((data.__schema.types as SchemaType[]).map((type) => [type.name, type]))
}

/** They exist as soon as some module needs them. */
const ROOTS = new Set(['Query', 'Mutation', 'Subscription', 'PageInfo'])

/** Object types that exist only where the module is on; connections and edges explain themselves. */
export async function moduleTypes({ ours, without }: Subject): Promise<SchemaType[]> {
  const [on, off] = [await schemaOf(ours), await schemaOf(without)]
  return [...on.values()].filter(
    ({ kind, name }) =>
      kind === 'OBJECT' && !off.has(name) && !ROOTS.has(name) && !/(Connection|Edge)$/.test(name),
  )
}

/** Fields of a root type that exist only where the module is on. */
export async function moduleFields(
  { ours, without }: Subject,
  root: 'Query' | 'Mutation',
): Promise<{ fields: SchemaField[]; types: Map<string, SchemaType> }> {
  const [types, off] = [await schemaOf(ours), await schemaOf(without)]
  const known = new Set((off.get(root)?.fields ?? []).map(({ name }) => name))
  return { types, fields: (types.get(root)?.fields ?? []).filter(({ name }) => !known.has(name)) }
}

/** The type behind lists and `!`. */
export function innermost(type: TypeRef): TypeRef {
  return type.ofType === null ? type : innermost(type.ofType)
}

const literals: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  String: '"example"',
  ID: '"019aa000-0000-7000-8000-000000000000"',
  DateTime: '"2026-01-02T03:04:05Z"',
  Money: '"1"',
  JSON: '{}',
}

function literal(type: TypeRef, types: ReadonlyMap<string, SchemaType>): string {
  if (type.kind === 'NON_NULL') return literal(type.ofType as TypeRef, types)
  if (type.kind === 'LIST') return '[]'
  const known = types.get(type.name ?? '')
  if (type.kind === 'ENUM') return known?.enumValues?.[0]?.name ?? 'null'
  if (type.kind === 'INPUT_OBJECT') return `{ ${given(known?.inputFields ?? [], types)} }`
  return literals[type.name ?? ''] ?? '"example"'
}

function given(values: readonly InputValue[], types: ReadonlyMap<string, SchemaType>): string {
  return values
    .filter(({ type, defaultValue }) => type.kind === 'NON_NULL' && defaultValue === null)
    .map(({ name, type }) => `${name}: ${literal(type, types)}`)
    .join(', ')
}

/** The field with plausible arguments and a selection, as it stands in a document. */
export function asSelection(
  { name, args, type }: SchemaField,
  types: ReadonlyMap<string, SchemaType>,
  selection = '__typename',
): string {
  const list = given(args, types)
  const inner = innermost(type)
  const selects = inner.kind === 'OBJECT' || inner.kind === 'INTERFACE' || inner.kind === 'UNION'
  return `${name}${list === '' ? '' : `(${list})`}${selects ? ` { ${selection} }` : ''}`
}
