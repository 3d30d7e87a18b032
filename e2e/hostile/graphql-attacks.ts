import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Random } from '../chaos/random.ts'
import type { Attack } from './attack.ts'
import { graphqlBombs } from './graphql-bombs.ts'
import type { Knowledge } from './rest-attacks.ts'
import { nastyNumber, nastyText, nastyValue } from './values.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Makes requests to `/graphql`: every root field with odd arguments, and documents that are odd as a whole. */
export function graphqlAttacks(schema: GraphQLSchema, knowledge: Knowledge) {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      field,
      word: type === schema.getMutationType() ? 'mutation' : 'query',
    })),
  )
  const bombs = graphqlBombs(schema)
  return (random: Random): Attack => {
    if (random.next() < 0.4) {
      const bomb = random.pick(bombs)
      if (bomb !== undefined) return bomb(random)
    }
    const root = random.pick(roots)
    if (root === undefined) throw new Error('The schema has no root field.')
    return attackField(root, knowledge, random)
  }
}

function attackField(
  { field, word }: { readonly field: GraphQLField<unknown, unknown>; readonly word: string },
  knowledge: Knowledge,
  random: Random,
): Attack {
  const variables: Record<string, unknown> = {}
  const declarations: string[] = []
  const args = field.args.map(({ name, type }) => {
    if (random.next() < 0.5) return `${name}: ${literal(type, knowledge, random)}`
    declarations.push(`$${name}: ${type.toString()}`)
    variables[name] = random.next() < 0.3 ? nastyValue(random) : valueOf(type, knowledge, random)
    return `${name}: $${name}`
  })
  const head = declarations.length === 0 ? word : `${word} Attack(${declarations.join(', ')})`
  const call = args.length === 0 ? field.name : `${field.name}(${args.join(', ')})`
  const query = `${head} { ${call} ${selection(field.type, 3)} }`
  return {
    kind: 'GraphQL field',
    target: `${word} ${field.name}`,
    method: 'POST',
    url: '/graphql',
    headers: JSON_TYPE,
    body: JSON.stringify({ query, variables }),
  }
}

/** Leaves, and what lies deeper as far as it needs no arguments. */
export function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (!isCompositeType(named)) return ''
  if (!isObjectType(named)) return '{ __typename }'
  const fields = Object.values(named.getFields())
    .filter((field) => field.args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined))
    .filter((field) => !isCompositeType(getNamedType(field.type)) || depth > 1)
    .map((field) => `${field.name} ${selection(field.type, depth - 1)}`)
  return `{ __typename ${fields.join(' ')} }`
}

function valueOf(type: GraphQLInputType, knowledge: Knowledge, random: Random): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType as GraphQLInputType, knowledge, random)
  if (isListType(type)) return [valueOf(type.ofType as GraphQLInputType, knowledge, random)]
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, valueOf(field.type, knowledge, random)]),
    )
  }
  if (isEnumType(type)) return random.next() < 0.8 ? type.getValues()[0]?.name : nastyText(random)
  const { name } = type as { name: string }
  if (name === 'ID') return random.next() < 0.6 ? (random.pick(knowledge.ids) ?? '') : nastyText(random)
  if (name === 'Int' || name === 'Float') return random.next() < 0.5 ? 2 : nastyNumber(random)
  if (name === 'Boolean') return true
  if (random.next() < 0.2) return random.pick(knowledge.cursors) ?? ''
  return random.next() < 0.3 ? 'Some text' : nastyText(random)
}

/** As GraphQL writes values: names without quotes, enums bare. */
function literal(type: GraphQLInputType, knowledge: Knowledge, random: Random): string {
  if (isNonNullType(type)) return literal(type.ofType as GraphQLInputType, knowledge, random)
  if (isListType(type)) return `[${literal(type.ofType as GraphQLInputType, knowledge, random)}]`
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map(
      (field) => `${field.name}: ${literal(field.type, knowledge, random)}`,
    )
    return `{ ${fields.join(', ')} }`
  }
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  return JSON.stringify(valueOf(type, knowledge, random)) ?? 'null'
}
