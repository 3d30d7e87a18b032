import fc from 'fast-check'
import {
  execute,
  type ExecutionResult,
  getVariableValues,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  validate,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { createPlanCache } from './plan-cache.ts'
import { runPlan } from './run-plan.ts'

/** What a field may do: every way to give a value, to be late, or to fail. */
const behaviours: Record<string, (leaf: () => unknown) => unknown> = {
  value: (leaf) => leaf(),
  promise: async (leaf) => leaf(),
  late: (leaf) => new Promise((resolve) => setImmediate(() => resolve(leaf()))),
  null: () => null,
  undefined: () => undefined,
  throws: () => {
    throw new Error('thrown')
  },
  rejects: () => Promise.reject(new Error('rejected')),
  returnsError: () => new Error('returned'),
  graphqlError: () => {
    throw new GraphQLError('known', { extensions: { code: 'known' } })
  },
  wrongKind: () => ({ not: 'a leaf' }),
}
const names = Object.keys(behaviours)

// graphql-js leaves some rejections unobserved; this one is observed beforehand.
function rejection(): Promise<never> {
  const rejected = Promise.reject(new Error('hole'))
  rejected.catch(() => {})
  return rejected
}

const Colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 1 }, BLUE: { value: 2 } } })
const Named: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: 'Named',
  fields: () => ({ name: { type: GraphQLString }, self: { type: Thing } }),
  resolveType: (value: { kind: string }) =>
    value.kind === 'broken' ? 'Nobody' : value.kind === 'late' ? Promise.resolve('Thing') : 'Thing',
})

const leaves: Record<string, [GraphQLOutputType, () => unknown]> = {
  string: [GraphQLString, () => 'text'],
  int: [GraphQLInt, () => 7],
  enum: [Colour, () => 2],
}

// One field for every behaviour, type and nullability; also as plain properties, methods and getters of the parent.
const Thing: GraphQLObjectType = new GraphQLObjectType({
  name: 'Thing',
  interfaces: () => [Named],
  fields: () => {
    const fields: Record<string, object> = {
      name: { type: GraphQLString },
      self: { type: Thing, resolve: () => thing() },
      sure: { type: new GraphQLNonNull(Thing), resolve: async () => thing() },
      named: { type: Named, resolve: () => thing() },
      lateNamed: { type: Named, resolve: () => ({ ...thing(), kind: 'late' }) },
      brokenNamed: { type: Named, resolve: () => ({ ...thing(), kind: 'broken' }) },
      either: { type: Either, resolve: () => thing() },
      things: {
        type: new GraphQLList(new GraphQLNonNull(Thing)),
        resolve: () => [thing(), Promise.resolve(thing())],
      },
      holes: {
        type: new GraphQLList(Thing),
        resolve: () => [thing(), null, rejection(), new Error('item'), Promise.resolve(thing())],
      },
      sureHoles: {
        type: new GraphQLList(new GraphQLNonNull(Thing)),
        resolve: () => [thing(), rejection(), thing()],
      },
      notList: { type: new GraphQLList(Thing), resolve: () => 'abc' },
      matrix: {
        type: new GraphQLList(new GraphQLList(GraphQLInt)),
        resolve: () => [[1, 2], null, Promise.resolve([3])],
      },
      echo: {
        type: GraphQLString,
        args: {
          text: { type: new GraphQLNonNull(GraphQLString) },
          times: { type: GraphQLInt, defaultValue: 1 },
          colours: { type: new GraphQLList(Colour) },
        },
        resolve: (
          _: unknown,
          args: object,
          _context: unknown,
          info: { path: { key: unknown }; fieldName: string },
        ) => JSON.stringify([args, info.path.key, info.fieldName]),
      },
      method: { type: GraphQLString, args: { times: { type: GraphQLInt } } },
      getter: { type: GraphQLString },
      property: { type: GraphQLString },
    }
    for (const [leaf, [type, value]] of Object.entries(leaves)) {
      for (const name of names) {
        const resolve = () => behaviours[name]!(value)
        fields[`${leaf}_${name}`] = { type, resolve }
        fields[`${leaf}_${name}_sure`] = { type: new GraphQLNonNull(type as GraphQLEnumType), resolve }
        fields[`${leaf}_${name}_list`] = { type: new GraphQLList(type), resolve: () => [value(), resolve()] }
      }
    }
    return fields as never
  },
})
const Either: GraphQLUnionType = new GraphQLUnionType({
  name: 'Either',
  types: () => [Thing],
  resolveType: () => 'Thing',
})

function thing(): object {
  return {
    kind: 'thing',
    name: 'thing',
    method: ({ times }: { times?: number }) => `called ${times}`,
    get getter(): string {
      throw new Error('getter')
    },
    property: Promise.resolve('settled'),
  }
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      thing: { type: Thing, resolve: thing },
      sure: { type: new GraphQLNonNull(Thing), resolve: thing },
    },
  }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: {
      append: {
        type: GraphQLString,
        args: { text: { type: GraphQLString }, delay: { type: GraphQLInt }, fail: { type: GraphQLBoolean } },
        resolve: append,
      },
      sure: {
        type: new GraphQLNonNull(GraphQLString),
        args: { text: { type: GraphQLString } },
        resolve: (root: object, args, context: { log?: string }) =>
          append(root, { ...args, fail: true }, context),
      },
    },
  }),
  types: [Thing],
})

/** Shows in its answer what ran before it. */
async function append(
  _root: unknown,
  { text, delay = 0, fail = false }: { text?: string; delay?: number; fail?: boolean },
  context: { log?: string },
): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, delay))
  if (fail) throw new Error(`failed after ${context.log}`)
  context.log = (context.log ?? '') + text
  return context.log
}

/**
 * What the specification fixes: the data, and for each null an error. Fields that settle at the same time may list
 * theirs in any order, and errors below something already nulled may or may not be listed.
 */
function comparable({ data, errors = [] }: ExecutionResult): unknown {
  const listed = errors.map(({ message, path = [], locations, extensions }) => {
    let depth = 0
    for (let value: unknown = data; value != null && depth < path.length; depth += 1)
      value = (value as Record<string, unknown>)[path[depth]!]
    return JSON.stringify(
      depth < path.length
        ? { below: path.slice(0, depth) }
        : { message: message.replace(/Abstract type.*/, 'no type'), path, locations, extensions },
    )
  })
  return {
    data: data === undefined ? undefined : JSON.parse(JSON.stringify(data)),
    errors: [...new Set(listed)].sort(),
  }
}

async function bothWays(text: string, variables: Record<string, unknown> = {}): Promise<[unknown, unknown]> {
  const document = parse(text)
  expect(
    validate(schema, document).map(({ message }) => message),
    text,
  ).toEqual([])
  const fragments = Object.fromEntries(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map((definition) => [definition.name.value, definition]),
  )
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  return [
    comparable(await runPlan(createPlanCache(schema, operation, fragments)(coerced!), {}, coerced!)),
    comparable(await execute({ schema, document, contextValue: {}, variableValues: variables })),
  ]
}

const objectFields = [
  'self',
  'sure',
  'named',
  'lateNamed',
  'brokenNamed',
  'either',
  'things',
  'holes',
  'sureHoles',
  'notList',
]
const leafFields = [
  'name',
  'getter',
  'property',
  'method',
  'm2: method(times: 2)',
  'matrix',
  '__typename',
  'echo(text: "a")',
  'e: echo(text: "b", times: 2, colours: [RED, BLUE])',
  ...Object.keys(leaves).flatMap((leaf) =>
    names.flatMap((name) => [`${leaf}_${name}`, `${leaf}_${name}_sure`, `${leaf}_${name}_list`]),
  ),
]

const selection: fc.Memo<string> = fc.memo((depth) =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...leafFields), { minLength: 1, maxLength: 4 }),
      depth <= 1
        ? fc.constant([])
        : fc.uniqueArray(fc.tuple(fc.constantFrom(...objectFields), selection(depth - 1)), {
            maxLength: 2,
            selector: ([name]) => name,
          }),
      fc.boolean(),
    )
    .map(([flat, nested, spread]) => {
      const inner = (name: string, body: string) =>
        name === 'either' || name.toLowerCase().includes('named')
          ? `{ __typename ... on Thing ${body} }`
          : body
      const fields = [...flat, ...nested.map(([name, body]) => `${name} ${inner(name, body)}`)]
      return spread
        ? `{ ${fields.join(' ')} ... on Thing { ${fields.join(' ')} } }`
        : `{ ${fields.join(' ')} }`
    }),
)

describe('a planned query', () => {
  it('answers as graphql-js does, whatever resolvers do', async () => {
    await fc.assert(
      fc.asyncProperty(selection(4), fc.constantFrom('thing', 'sure'), async (body, root) => {
        const [planned, reference] = await bothWays(`{ ${root} ${body} }`)
        expect(planned).toEqual(reference)
      }),
      { numRuns: 1_000 },
    )
  })

  it('coerces arguments and shares fragments as graphql-js does', async () => {
    const text = `query ($text: String!, $times: Int, $colours: [Colour]) {
      thing { ...part self { ...part things { ...part ...part } } }
    }
    fragment part on Named { name ... on Thing { echo(text: $text, times: $times, colours: $colours) self { inner: echo(text: $text) } } }`
    for (const variables of [
      { text: 'x' },
      { text: 'x', times: null },
      { text: 'y', times: 3, colours: ['RED', 'BLUE'] },
    ]) {
      const [planned, reference] = await bothWays(text, variables)
      expect(planned).toEqual(reference)
    }
  })

  it('answers introspection', async () => {
    const [planned, reference] = await bothWays(
      '{ __schema { types { name fields { name type { kind name ofType { name } } } } } __type(name: "Thing") { name interfaces { name } } __typename }',
    )
    expect(planned).toEqual(reference)
  })

  it('selects what the variables decide, also when they change', async () => {
    const text = `query ($a: Boolean!, $b: Boolean = true) {
      thing { name @skip(if: $a) ...part @include(if: $b) ... on Thing @skip(if: $b) { method } self @include(if: true) { name } getter @include(if: false) }
    }
    fragment part on Thing { self { ... @skip(if: $a) { method } __typename } }`
    for (const variables of [{ a: true }, { a: false }, { a: true, b: false }, { a: false, b: false }]) {
      const [planned, reference] = await bothWays(text, variables)
      expect(planned).toEqual(reference)
    }
  })

  it('runs mutations one after the other, past one that fails', async () => {
    for (const text of [
      'mutation { a: append(text: "a", delay: 10) b: append(text: "b", fail: true) c: append(text: "c") }',
      'mutation { a: append(text: "a", delay: 10) sure(text: "b") c: append(text: "c") }',
    ]) {
      const [planned, reference] = await bothWays(text)
      expect(planned).toEqual(reference)
    }
  })

  it('leaves no rejection unobserved, which would end the host', async () => {
    const unobserved: unknown[] = []
    const listen = (reason: unknown) => void unobserved.push(reason)
    process.on('unhandledRejection', listen)
    const broken = new GraphQLObjectType({
      name: 'Broken',
      fields: { sync: { type: new GraphQLNonNull(GraphQLString), resolve: () => null } },
    })
    const fragile = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          list: {
            type: new GraphQLList(new GraphQLNonNull(broken)),
            resolve: () => [Promise.reject(new Error('first')), {}, Promise.reject(new Error('last'))],
          },
        },
      }),
    })
    const [operation] = parse('{ list { sync } }').definitions as [OperationDefinitionNode]
    const result = await runPlan(createPlanCache(fragile, operation, {})({}), {}, {})
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', listen)
    expect(result).toMatchObject({ data: { list: null } })
    expect(unobserved).toEqual([])
  })
})
