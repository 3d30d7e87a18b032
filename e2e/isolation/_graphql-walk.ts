import type { TestClient } from '@wasla/host'
import type { Json } from './_json.ts'

const TYPE = 'kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }'
const INTROSPECTION = `{ __schema {
  queryType { name } mutationType { name }
  types { kind name fields { name args { name type { ${TYPE} } } type { ${TYPE} } }
    inputFields { name type { ${TYPE} } } enumValues { name } possibleTypes { name } } } }`

interface Schema {
  readonly queryType: { name: string }
  readonly mutationType: { name: string } | null
  readonly types: Json[]
}

const named = (type: Json): Json =>
  type.ofType === null || type.ofType === undefined ? type : named(type.ofType)
const isList = (type: Json): boolean =>
  type.kind === 'LIST' || (type.kind === 'NON_NULL' && isList(type.ofType))

/** Asks every field of the query and the mutation type, with foreign ids wherever an ID is taken. */
export async function walkGraphql(stranger: TestClient, ids: readonly string[], text: string) {
  const { data } = await stranger.graphql(INTROSPECTION)
  const schema: Schema = data.__schema
  const types = new Map(schema.types.map((type) => [type.name, type]))
  const visits: { readonly operation: string; readonly answer: Json }[] = []
  for (const [kind, root] of [
    ['query', schema.queryType],
    ['mutation', schema.mutationType],
  ] as const) {
    for (const field of types.get(root?.name ?? '')?.fields ?? []) {
      for (const id of ids) {
        const selection = select(types, field, { id, text }, 4)
        const operation = `${kind} { ${selection} }`
        visits.push({ operation, answer: await stranger.graphql(operation) })
      }
    }
  }
  return visits
}

function select(
  types: Map<string, Json>,
  field: Json,
  values: { id: string; text: string },
  depth: number,
): string {
  const args = field.args.map((arg: Json) => `${arg.name}: ${literal(types, arg.type, values)}`)
  const call = args.length === 0 ? field.name : `${field.name}(${args.join(', ')})`
  const type = types.get(named(field.type).name)
  const fields = fieldsOf(types, type, values, depth)
  return fields === '' ? call : `${call} { ${fields} }`
}

function fieldsOf(
  types: Map<string, Json>,
  type: Json,
  values: { id: string; text: string },
  depth: number,
): string {
  if (type.kind === 'INTERFACE' || type.kind === 'UNION') {
    const parts = type.possibleTypes.map(
      ({ name }: Json) => `... on ${name} { ${fieldsOf(types, types.get(name), values, depth)} }`,
    )
    return `__typename ${parts.join(' ')}`
  }
  const deeper = ({ type: of }: Json) =>
    ['OBJECT', 'INTERFACE', 'UNION'].includes(types.get(named(of).name).kind)
  // Leaves are the same in every type; what only repeats the way here would cost too much.
  return (type.fields ?? [])
    .filter((field: Json) => !deeper(field) || depth > 1)
    .map((field: Json) => select(types, field, values, depth - 1))
    .join(' ')
}

function literal(types: Map<string, Json>, type: Json, values: { id: string; text: string }): string {
  if (isList(type)) return `[${literal(types, named(type), values)}]`
  const { name } = named(type)
  if (name === 'ID') return JSON.stringify(values.id)
  if (name === 'Int' || name === 'Float') return '2'
  if (name === 'Boolean') return 'true'
  const { kind, inputFields, enumValues } = types.get(name)
  if (kind === 'ENUM') return enumValues[0].name
  if (kind !== 'INPUT_OBJECT') return JSON.stringify(values.text)
  const fields = inputFields.map((field: Json) => `${field.name}: ${literal(types, field.type, values)}`)
  return `{ ${fields.join(', ')} }`
}
