import { completeValue, ObjectRef } from '@pothos/core'
import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { encodeCursor, type OrganizationContext, type Page, toPage } from '@wasla/sdk'
import type { AnyPreparedQuery } from '../../database/query/selected-reads.ts'
import type { Builder, BuilderTypes } from './builder-types.ts'
import { mayWrite } from '../engine/planned-info.ts'
import type { WrittenJson } from '../engine/written-json.ts'
import { writePage } from '../writing/page-writer.ts'
import { type ReadPage, readPage, rowsOfPage } from './read-page.ts'

type Position = (row: unknown) => readonly (string | number | Date)[]

const DEFAULT_PAGE = 20
const MAX_PAGE = 100

interface ConnectionArguments {
  first: number
  after?: string | null
}

interface PageFieldOptions {
  readonly type: unknown
  readonly position: readonly string[]
  readonly args?: Record<string, unknown>
  readonly complexity?: unknown
  readonly resolve: (
    parent: unknown,
    args: ConnectionArguments,
    context: OrganizationContext,
    info: GraphQLResolveInfo,
  ) => Page<unknown> | AnyPreparedQuery
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
  { type, position: properties, args, complexity, resolve, ...options }: PageFieldOptions,
) {
  const position: Position = (row) =>
    properties.map((property) => (row as Record<string, string | number | Date>)[property] as string)
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
    resolve: (
      parent: unknown,
      given: ConnectionArguments,
      context: OrganizationContext,
      info: GraphQLResolveInfo,
    ) => {
      if (given.first < 1 || given.first > MAX_PAGE) {
        throw new GraphQLError(`"first" must be 1 to ${MAX_PAGE}.`, {
          extensions: { code: 'invalid_page_size', kind: 'invalid' },
        })
      }
      const found = resolve(parent, given, context, info)
      if (typeof found === 'function') {
        return readPage(found, { first: given.first, position: properties }, context, info).then(
          (page) =>
            write(page, given, position, info) ??
            connect(toPage(rowsOfPage(page, context), given.first, position), given, position),
        )
      }
      return completeValue(found, (page) => connect(page, given, position))
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

/** The connection as JSON, where the answer only leaves as that and nobody but the platform looks at the rows. */
function write(
  { rows, related }: ReadPage,
  given: ConnectionArguments,
  position: Position,
  info: GraphQLResolveInfo,
): WrittenJson | undefined {
  if (!mayWrite(info)) return undefined
  const shown = Math.min(rows.length, given.first)
  const rowAt = (index: number) => rows.row(index)
  const hasNextPage = rows.length > shown
  return writePage(
    info,
    {
      rows,
      shown,
      pageInfo: pageInfo({ shown, hasNextPage, after: given.after, rowAt }, position),
      cursor: (index) => encodeCursor(position(rowAt(index))),
    },
    related,
  )
}

function connect({ items, nextCursor }: Page<unknown>, { after }: ConnectionArguments, position: Position) {
  const rowAt = (index: number) => items[index]
  const hasNextPage = nextCursor !== null
  return {
    edges: items.map((node) => new Edge(node, position)),
    pageInfo: pageInfo({ shown: items.length, hasNextPage, after, rowAt, nextCursor }, position),
  }
}

interface PageEnds {
  readonly shown: number
  readonly hasNextPage: boolean
  readonly after: string | null | undefined
  readonly rowAt: (index: number) => unknown
  /** The cursor of the last one shown, where it was made already. */
  readonly nextCursor?: string | null
}

/** Its cursors are made when they are asked for. */
function pageInfo({ shown, hasNextPage, after, rowAt, nextCursor }: PageEnds, position: Position) {
  const cursor = (index: number) => (shown === 0 ? null : encodeCursor(position(rowAt(index))))
  return {
    hasNextPage,
    hasPreviousPage: after != null,
    get startCursor() {
      return cursor(0)
    },
    get endCursor() {
      return nextCursor ?? cursor(shown - 1)
    },
  }
}
