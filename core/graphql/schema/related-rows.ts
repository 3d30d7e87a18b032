import { dataloaderGetter } from '@pothos/plugin-dataloader'
import type { GraphQLResolveInfo } from 'graphql'
import type { OrganizationContext, Permission, PreparedQuery } from '@wasla/sdk'
import { type RelatedRead, type RelatedRows, selectedReadsOf } from '../../database/query/selected-reads.ts'
import { argumentsOf } from '../engine/planned-info.ts'
import { scopeOf } from '../graphql-scope.ts'
import type { FieldPlan } from '../engine/selection-plan.ts'
import { needsOfField, needsOfRows, RELATED, type RowNeeds } from './row-needs.ts'

/** What the options of `t.relatedRows` and `t.relatedRow` say. */
export interface RelatedOptions {
  readonly type: unknown
  readonly permission?: Permission
  readonly key: string
  readonly query: (values: object) => PreparedQuery<unknown, object>
  readonly of: string
  readonly values?: (args: object) => object
}

/** The part of a context that reads need. */
type Reader = Pick<OrganizationContext, 'db' | 'can'>
type Loader = ReturnType<ReturnType<typeof dataloaderGetter<string, readonly object[], string>>>
type Nodes = FieldPlan['nodes']

/** What was read with the pages of an operation, by the place of its field. */
const foretold = (context: object) => scopeOf(context).kept(foretold, () => new Map<Nodes, RelatedRows>())

/** A field of related rows: what was read with the page, or what a loader reads for all parents at once. */
export function relatedRows({ key, query, of, values, ...options }: RelatedOptions, many: boolean): object {
  const { type, permission } = options
  const related: RelatedField = { key, query, of, values, permission }
  const answer = many ? (rows: readonly object[]) => rows : (rows: readonly object[]) => rows[0] ?? null
  const loaderOf = loaders(related)
  return {
    ...options,
    type: many ? [type] : type,
    // Whoever may not read them still reads their parents.
    nullable: true,
    extensions: { [RELATED]: related },
    resolve(parent: object, args: object, context: Reader, info: GraphQLResolveInfo) {
      const id = (parent as Record<string, string | null | undefined>)[key]
      if (id == null) return answer([])
      const rows = foretold(context).get(info.fieldNodes)?.get(id)
      return rows === undefined ? loaderOf(args, context, info).load(id).then(answer) : answer(rows)
    },
  }
}

type RelatedField = Omit<RelatedOptions, 'type'>

function readOf({ key, query, of, values }: RelatedField, args: object, needs: RowNeeds): RelatedRead {
  const given = values?.(args) ?? {}
  const { build } = query(given).prepared
  return { key, of, values: given, build, columns: needs.columns } as RelatedRead
}

/** A loader for each place the field has in an operation: arguments and columns are the place's. */
function loaders(related: RelatedField): (args: object, context: Reader, info: GraphQLResolveInfo) => Loader {
  return (args, context, info) => {
    const known = scopeOf(context).kept(related, () => new Map<Nodes, Loader>())
    let loader = known.get(info.fieldNodes)
    if (loader === undefined) {
      const load = async (ids: readonly string[]) => {
        const read = readOf(related, args, needsOfField(info))
        const rows = await selectedReadsOf(context.db).related(ids, read)
        return ids.map((id) => rows.get(id) ?? [])
      }
      const getter = dataloaderGetter<string, readonly object[], string>({}, load, undefined, false)
      known.set(info.fieldNodes, (loader = getter(context)))
    }
    return loader
  }
}

/** Related rows that a page of the same plugin may bring along; each read is still allowed when its field is resolved. */
export function readsWithPage(
  { related }: RowNeeds,
  isOwn: (field: FieldPlan) => boolean,
  context: Reader,
  info: GraphQLResolveInfo,
): { readonly nodes: Nodes; readonly read: RelatedRead }[] {
  return related.filter(isOwn).flatMap((field) => {
    const { [RELATED]: options } = field.definition.extensions as { readonly [RELATED]: RelatedField }
    if (options.permission !== undefined && !context.can(options.permission)) return []
    try {
      const args = argumentsOf(field, info.variableValues)
      return [{ nodes: field.nodes, read: readOf(options, args, needsOfRows(field, info)) }]
    } catch {
      // The field says what is wrong, at its own path.
      return []
    }
  })
}

/** Keeps related rows that came with a page for the fields that will ask for them. */
export function foretell(context: object, nodes: Nodes, rows: RelatedRows): void {
  const places = foretold(context)
  const known = places.get(nodes)
  places.set(nodes, known === undefined ? rows : new Map([...known, ...rows]))
}
