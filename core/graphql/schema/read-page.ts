import type { GraphQLResolveInfo } from 'graphql'
import type { OrganizationContext } from '@wasla/sdk'
import { type AnyPreparedQuery, rowsByParent, selectedReadsOf } from '../../database/query/selected-reads.ts'
import type { ReceivedRows } from '../../database/statements/received-rows.ts'
import type { RelatedToWrite } from '../writing/page-writer.ts'
import { FIELD_OWNER } from './field-owner.ts'
import { foretell, readsWithPage } from './related-rows.ts'
import { needsOfConnection } from './row-needs.ts'

/** A page as it was received, with what is related to its rows. */
export interface ReadPage {
  /** One more than are shown, if there are more. */
  readonly rows: ReceivedRows
  readonly related: readonly RelatedToWrite[]
}

/** Reads the rows of a connection: what the operation looks at, and what is related to them, in one message. */
export async function readPage(
  { prepared }: AnyPreparedQuery,
  { first, position }: { readonly first: number; readonly position: readonly string[] },
  context: OrganizationContext,
  info: GraphQLResolveInfo,
): Promise<ReadPage> {
  const needs = needsOfConnection(info, position)
  const owner = info.parentType.getFields()[info.fieldName]?.extensions[FIELD_OWNER]
  // What is another plugin's is read under its own role, after its own gate.
  const own = readsWithPage(
    needs,
    ({ definition }) => definition.extensions[FIELD_OWNER] === owner,
    context,
    info,
  )
  const { rows, related } = await selectedReadsOf(context.db).page(
    prepared,
    first,
    needs.columns,
    own.map(({ read }) => read),
  )
  const found = own.flatMap(({ nodes }, index) => {
    const received = related[index]
    return received === undefined ? [] : [{ nodes, rows: received }]
  })
  return { rows, related: found }
}

/** The rows of a page as objects; what is related to them is kept for the fields that will ask for it. */
export function rowsOfPage({ rows, related }: ReadPage, context: OrganizationContext): object[] {
  for (const { nodes, rows: received } of related) foretell(context, nodes, rowsByParent(received.rows()))
  return rows.rows()
}
