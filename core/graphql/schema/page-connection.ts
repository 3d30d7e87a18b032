import { completeValue, ObjectRef } from '@pothos/core'
import { GraphQLError } from 'graphql'
import { encodeCursor, type Page } from '@wasla/sdk'
import type { Builder, BuilderTypes } from './builder-types.ts'

type Position = (row: unknown) => readonly (string | number | Date)[]

const DEFAULT_PAGE = 20
const MAX_PAGE = 100

interface ConnectionArguments {
  first: number
  after?: string | null
}

interface PageFieldOptions {
  readonly type: unknown
  readonly position: Position
  readonly args?: Record<string, unknown>
  readonly complexity?: unknown
  readonly resolve: (parent: unknown, args: ConnectionArguments, context: object, info: unknown) => unknown
}

interface FieldBuilder {
  readonly builder: Builder
  readonly arg: PothosSchemaTypes.RootFieldBuilder<BuilderTypes, unknown>['arg']
  field(options: unknown): {
    onFirstUse(callback: (config: { parentType: string; name: string }) => void): void
  }
}

/** `t.pageConnection`: a relay connection over the cursor pages that the REST routes answer with. */
export function pageConnection(
  t: FieldBuilder,
  { type, position, args, complexity, resolve, ...options }: PageFieldOptions,
) {
  const connection = new ObjectRef<BuilderTypes, unknown>('connection')
  const field = t.field({
    // What the list costs is what its items cost, as often as were asked for.
    complexity: complexity ?? ((given: ConnectionArguments) => ({ field: 1, multiplier: given.first })),
    ...options,
    type: connection,
    nullable: false,
    args: {
      ...args,
      first: t.arg.int({
        required: true,
        defaultValue: DEFAULT_PAGE,
        description: `How many, 1 to ${MAX_PAGE}`,
      }),
      after: t.arg.string({ description: 'The `endCursor` of the page before' }),
    },
    resolve: (parent: unknown, given: ConnectionArguments, context: object, info: unknown) => {
      if (given.first < 1 || given.first > MAX_PAGE) {
        throw new GraphQLError(`"first" must be 1 to ${MAX_PAGE}.`, {
          extensions: { code: 'invalid_page_size', kind: 'invalid' },
        })
      }
      return completeValue(resolve(parent, given, context, info) as Page<unknown>, (page) =>
        connect(page, given, position),
      )
    },
  })
  field.onFirstUse(({ parentType, name }) => {
    const typeName = `${parentType}${name.charAt(0).toUpperCase()}${name.slice(1)}Connection`
    t.builder.configStore.associateParamWithRef(
      connection,
      t.builder.connectionObject(
        { type: type as ObjectRef<BuilderTypes, unknown>, name: typeName },
        { name: typeName.replace(/Connection$/, 'Edge') },
      ),
    )
  })
  return field
}

/** A row of a page. Its cursor is made when it is asked for: most clients read only `endCursor`. */
class Edge {
  readonly node: unknown
  readonly #position: Position

  constructor(node: unknown, position: Position) {
    this.node = node
    this.#position = position
  }

  get cursor(): string {
    return encodeCursor(this.#position(this.node))
  }
}

function connect(page: Page<unknown>, { after }: ConnectionArguments, position: Position) {
  const first = page.items[0]
  const last = page.items.at(-1)
  return {
    edges: page.items.map((node) => new Edge(node, position)),
    pageInfo: {
      hasNextPage: page.nextCursor !== null,
      hasPreviousPage: after != null,
      get startCursor() {
        return first === undefined ? null : encodeCursor(position(first))
      },
      get endCursor() {
        return page.nextCursor ?? (last === undefined ? null : encodeCursor(position(last)))
      },
    },
  }
}
