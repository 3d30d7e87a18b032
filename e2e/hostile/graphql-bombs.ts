import { getNamedType, type GraphQLSchema, isCompositeType, isObjectType } from 'graphql'
import type { Random } from '../chaos/random.ts'
import type { Attack } from './attack.ts'
import { nastyText, nastyValue } from './values.ts'

type Make = (random: Random) => Attack

const times = (count: number, each: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => each(number)).join(' ')

/** Documents that are small to write and costly to run, and requests that are none of GraphQL's. */
export function graphqlBombs(schema: GraphQLSchema): readonly Make[] {
  const circle = circleOf(schema)
  const documents: Record<string, string> = {
    depth: nest(circle, 60),
    'depth behind fragments': `{ ...f0 } ${times(60, (n) => `fragment f${n} on Query { ...f${n + 1} }`)} fragment f60 on Query { __typename }`,
    'braces without an end': '{a'.repeat(50_000),
    braces: `${'{a'.repeat(1_500)}${'}'.repeat(1_500)}`,
    'deep lists': `{ node(id: ${'['.repeat(1_500)}1${']'.repeat(1_500)}) { id } }`,
    'deep objects': `{ node(id: ${'{a:'.repeat(900)}1${'}'.repeat(900)}) { id } }`,
    'deep types': `query (${'$v: '}${'['.repeat(1_500)}Int${']'.repeat(1_500)}) { __typename }`,
    aliases: `{ ${times(1_000, (n) => `a${n}: __typename`)} }`,
    'aliases of a list': `{ ${times(25, (n) => `a${n}: customers(first: 50) { nodes { id activities(first: 50) { id } } }`)} }`,
    'the same field again': `{ ${times(3_000, () => '__typename')} }`,
    'overlapping fields': `{ ${times(200, () => `customers(first: 1) { nodes { id companyName } }`)} }`,
    'conflicting fields': `{ ${times(100, (n) => `a: customers(first: ${n + 1}) { nodes { a: id a: email } }`)} }`,
    'a circle of fragments': `{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }`,
    'a fragment of itself': `{ ...a } fragment a on Query { __typename ...a }`,
    'fragments that double': `{ ...f0 } ${times(25, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f25 on Query { __typename }`,
    'fields that double': `{ ${doubling(circle)} }`,
    directives: `{ __typename ${times(1_000, () => '@skip(if: false)')} }`,
    'unknown directives': `query @a @b(c: 1) { __typename @defer @stream(if: $x) }`,
    introspection: `{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }`,
    'prototype names': `query ($__proto__: Int, $constructor: Int) { __proto__: __typename constructor: __typename toString }`,
    'prototype fields': `{ __proto__ { constructor } hasOwnProperty }`,
    'prototype arguments': `{ node(__proto__: 1, id: "x", constructor: { __proto__: 1 }) { id } }`,
    'operations without end': times(300, (n) => `query q${n} { __typename }`),
    'no operation': `fragment a on Query { __typename }`,
    'a definition': `type Query { a: Int } extend schema { query: Query }`,
    'a mark before it': `\ufeff{ __typename }`,
    'a long name': `{ ${'a'.repeat(50_000)} }`,
    'a long text': `{ node(id: "${'a'.repeat(200_000)}") { id } }`,
    'half a character': `{ node(id: "\\ud800") { id } }`,
    'NUL in a text': `{ node(id: "\\u0000") { id } customers(search: "a\\u0000b") { nodes { id } } }`,
    'NUL in the document': `{ __typename \u0000 }`,
    comments: `${'#\n'.repeat(50_000)}{ __typename }`,
    commas: `{${','.repeat(100_000)}__typename}`,
    'huge numbers': `{ customers(first: 99999999999999999999) { nodes { id } } }`,
    'a number of many digits': `{ customers(first: ${'9'.repeat(10_000)}) { nodes { id } } }`,
    'a negative page': `{ customers(first: -1, last: -1) { nodes { id } } }`,
    'an event stream': `subscription { __typename }`,
    'a block text': `{ node(id: """${'\n '.repeat(5_000)}""") { id } }`,
  }
  const fromDocuments = Object.entries(documents).map(
    ([name, query]): Make =>
      () =>
        post(name, JSON.stringify({ query })),
  )
  return [...fromDocuments, ...requests]
}

const requests: readonly Make[] = [
  () => post('batch', JSON.stringify(Array.from({ length: 500 }, () => ({ query: '{ __typename }' })))),
  () => post('small batch', JSON.stringify(Array.from({ length: 5 }, () => ({ query: '{ __typename }' })))),
  () => post('batch of nothing', '[]'),
  () => post('batch in a batch', '[[{"query":"{ __typename }"}]]'),
  () => post('batch of odd things', '[null, 1, "a", {"query": null}]'),
  (random) =>
    post(
      'odd variables',
      JSON.stringify({ query: 'query ($a: Int) { __typename }', variables: nastyValue(random) }),
    ),
  (random) =>
    post('odd extensions', JSON.stringify({ query: '{ __typename }', extensions: nastyValue(random) })),
  (random) =>
    post(
      'odd operation name',
      JSON.stringify({ query: '{ __typename }', operationName: nastyValue(random) }),
    ),
  (random) => post('odd query', JSON.stringify({ query: nastyValue(random) })),
  (random) =>
    post('odd member', JSON.stringify({ query: '{ __typename }', [nastyText(random).slice(0, 200)]: 1 })),
  (random) =>
    post(
      'unknown persisted document',
      JSON.stringify({
        extensions: {
          persistedQuery: { version: random.pick([1, 2, 'x', null]), sha256Hash: nastyText(random) },
        },
      }),
    ),
  (random) =>
    post(
      'wrong persisted document',
      JSON.stringify({
        query: '{ __typename }',
        extensions: { persistedQuery: { version: 1, sha256Hash: nastyText(random) } },
      }),
    ),
  (random) => ({
    ...post('GET', undefined),
    method: 'GET',
    headers: {},
    url: `/graphql?query=${encodeURIComponent(nastyText(random).toWellFormed())}`,
  }),
  () => ({
    ...post('GET of a change', undefined),
    method: 'GET',
    headers: {},
    url: `/graphql?query=${encodeURIComponent('mutation { __typename }')}`,
  }),
  (random) => ({
    ...post('GET with odd variables', undefined),
    method: 'GET',
    headers: {},
    url: `/graphql?query=%7B__typename%7D&variables=${encodeURIComponent(nastyText(random).toWellFormed())}&extensions=${encodeURIComponent('{"__proto__":1}')}`,
  }),
  () => ({
    ...post('application/graphql', '{ __typename }'),
    headers: { 'content-type': 'application/graphql' },
  }),
  () => ({
    ...post('a form', 'query=%7B__typename%7D'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }),
  () => ({
    ...post(
      'an upload',
      '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"{ __typename }","variables":{"a":null}}\r\n--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["__proto__.a","variables.a"]}\r\n--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\nx\r\n--x--\r\n',
    ),
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  }),
  () => ({
    ...post('half an upload', '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{'),
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  }),
  () => ({ ...post('PUT', '{"query":"{ __typename }"}'), method: 'PUT' }),
]

function post(name: string, body: string | undefined): Attack {
  return {
    kind: `GraphQL: ${name}`,
    target: 'POST /graphql',
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  }
}

/** Two fields that lead from one type to the other and back, as far as the schema has such. */
function circleOf(schema: GraphQLSchema): readonly [string, string] {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const other = getNamedType(field.type)
      if (!isObjectType(other)) continue
      const back = Object.values(other.getFields()).find((candidate) => getNamedType(candidate.type) === type)
      if (back !== undefined && isCompositeType(type)) return [field.name, back.name]
    }
  }
  return ['activities', 'customer']
}

function nest([there, back]: readonly [string, string], depth: number): string {
  let inner = '__typename'
  for (let level = 0; level < depth; level += 1) inner = `${level % 2 === 0 ? there : back} { ${inner} }`
  return `{ customers(first: 1) { nodes { ${inner} } } }`
}

function doubling([there, back]: readonly [string, string]): string {
  let inner = '__typename'
  for (let level = 0; level < 9; level += 1) {
    const name = level % 2 === 0 ? there : back
    inner = `a: ${name} { ${inner} } b: ${name} { ${inner} }`
  }
  return `customers(first: 1) { nodes { ${inner} } }`
}
