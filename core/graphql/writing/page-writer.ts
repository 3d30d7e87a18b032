import { getNamedType, type GraphQLResolveInfo, isObjectType } from 'graphql'
import type { ReceivedRows } from '../../database/statements/received-rows.ts'
import type { RowShape } from '../../database/statements/row-shape.ts'
import { FIELDS_OF, type PlannedInfo } from '../engine/planned-info.ts'
import type { FieldPlan } from '../engine/selection-plan.ts'
import { WrittenJson } from '../engine/written-json.ts'
import { keyOfRelated } from '../schema/row-needs.ts'
import { JsonOutput } from './json-output.ts'
import { objectWriter, type Write, writeList } from './object-writer.ts'
import { type RelatedGroups, relatedGroups } from './related-groups.ts'
import { relatedWriter } from './related-writer.ts'
import { rowWriter } from './row-writer.ts'

/** A page to write. */
export interface PageToWrite {
  readonly rows: ReceivedRows
  /** How many of the rows are shown. */
  readonly shown: number
  /** By the name of each of its fields, the value. */
  readonly pageInfo: Readonly<Record<string, unknown>>
  cursor(index: number): string
}

/** What belongs to the rows of a page. */
export interface RelatedToWrite {
  readonly nodes: FieldPlan['nodes']
  readonly rows: ReceivedRows
}

interface PageBeingWritten {
  readonly page: PageToWrite
  readonly groups: readonly RelatedGroups[]
  /** Of the row. */
  index: number
}

type WritePart = Write<PageBeingWritten>

interface Known {
  readonly shapes: readonly RowShape[]
  readonly write: WritePart | undefined
}

/** By the place of a field, with the shapes of the rows it was last made for. */
const known = new WeakMap<object, Known>()

/**
 * Writes a connection from rows as they were received, where all that is selected is known by construction: columns as they are, what
 * is related, the position. Whatever else there is, errors of all kinds too, is left to the whole procedure.
 */
export function writePage(
  info: GraphQLResolveInfo,
  page: PageToWrite,
  related: readonly RelatedToWrite[],
): WrittenJson | undefined {
  const shapes = [page.rows, ...related.map(({ rows }) => rows)].map(({ shape }) => shape)
  let made = known.get(info.fieldNodes)
  if (made === undefined || !same(made.shapes, shapes)) {
    made = { shapes, write: connectionWriter(info as PlannedInfo, page.rows.shape, related) }
    known.set(info.fieldNodes, made)
  }
  if (made.write === undefined) return undefined
  const out = new JsonOutput()
  try {
    const groups = related.map(({ rows }) => relatedGroups(rows))
    return made.write(out, { page, groups, index: 0 }) ? new WrittenJson(out.take()) : undefined
  } catch {
    return undefined
  }
}

function connectionWriter(
  info: PlannedInfo,
  shape: RowShape,
  related: readonly RelatedToWrite[],
): WritePart | undefined {
  const fieldsOf = info[FIELDS_OF]
  const object = (
    { definition, nodes }: Pick<FieldPlan, 'definition' | 'nodes'>,
    partOf: (field: FieldPlan) => WritePart | undefined,
  ) => {
    const type = getNamedType(definition.type)
    return isObjectType(type) && type.isTypeOf == null
      ? objectWriter(fieldsOf(type, nodes), partOf)
      : undefined
  }
  const row = ({ definition, nodes }: FieldPlan): WritePart | undefined => {
    const type = getNamedType(definition.type)
    if (!isObjectType(type) || type.isTypeOf != null) return undefined
    const writeRow = rowWriter<readonly RelatedGroups[]>(fieldsOf(type, nodes), shape, (field) => {
      const key = keyOfRelated(field)
      const place = related.findIndex((one) => one.nodes === field.nodes)
      const rows = related[place]?.rows
      if (key === undefined || rows === undefined) return undefined
      return relatedWriter(field, key, fieldsOf, rows.shape, place)
    })
    return writeRow && ((out, { page, index, groups }) => writeRow(out, page.rows, index, groups))
  }
  const edge = (field: FieldPlan): WritePart | undefined => {
    if (field.definition.name === 'node') return row(field)
    return field.definition.name === 'cursor'
      ? (out, { page, index }) => out.text(JSON.stringify(page.cursor(index)))
      : undefined
  }
  const pageInfo = ({ definition: { name } }: FieldPlan): WritePart => {
    return (out, { page }) => out.text(JSON.stringify(page.pageInfo[name]))
  }
  const part = (field: FieldPlan): WritePart | undefined => {
    const { name } = field.definition
    if (name === 'nodes') return listOf(row(field))
    if (name === 'edges') return listOf(object(field, edge))
    return name === 'pageInfo' ? object(field, pageInfo) : undefined
  }
  const { parentType, fieldName, fieldNodes: nodes } = info
  const definition = parentType.getFields()[fieldName]
  return definition && object({ definition, nodes }, part)
}

function same(some: readonly RowShape[], others: readonly RowShape[]): boolean {
  return some.length === others.length && some.every((shape, index) => shape === others[index])
}

function listOf(write: WritePart | undefined): WritePart | undefined {
  if (write === undefined) return undefined
  return (out, being) =>
    writeList(out, being.page.shown, (index) => {
      being.index = index
      return write(out, being)
    })
}
