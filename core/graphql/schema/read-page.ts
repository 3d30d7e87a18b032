import type { GraphQLResolveInfo } from 'graphql'
import type { OrganizationContext } from '@wasla/sdk'
import { type AnyPreparedQuery, selectedReadsOf } from '../../database/query/selected-reads.ts'
import { FIELD_OWNER } from './field-owner.ts'
import { foretell, readsWithPage } from './related-rows.ts'
import { needsOfConnection } from './row-needs.ts'

/** Reads the rows of a connection: what the operation looks at, and what is related to them, in one message. */
export async function readPage(
  { prepared }: AnyPreparedQuery,
  { first, position }: { readonly first: number; readonly position: readonly string[] },
  context: OrganizationContext,
  info: GraphQLResolveInfo,
): Promise<object[]> {
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
  for (const [index, { nodes }] of own.entries()) foretell(context, nodes, related[index] ?? new Map())
  return rows
}
