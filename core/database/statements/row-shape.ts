import { LRUCache } from 'lru-cache'
import { decoderOf, isText } from './decode.ts'

interface FieldDescription {
  readonly name: string
  readonly dataTypeID: number
}

type Values = readonly (string | null)[]

// bool, int2, int4, text, varchar, timestamptz, uuid
const PLAIN = new Set([16, 21, 23, 25, 1043, 1184, 2950])

/** By the columns' names and types: statements that are not prepared are described anew every time they run. */
const known = new LRUCache<string, RowShape>({ max: 2_000 })

/** The columns of a result. Kept with a prepared statement, so that it need not be described again. */
export class RowShape {
  /** Turns what came over the wire into what plugins see. */
  readonly row: (values: Values) => object
  /** Whether the server's JSON of such a row says the same as ours; of a `Date` it says more. */
  readonly plain: boolean

  static of(fields: readonly FieldDescription[]): RowShape {
    let key = ''
    for (const { name, dataTypeID } of fields) key += `${dataTypeID} ${JSON.stringify(name)} `
    let shape = known.get(key)
    if (shape === undefined) known.set(key, (shape = new RowShape(fields)))
    return shape
  }

  private constructor(fields: readonly FieldDescription[]) {
    this.plain = fields.every((field) => PLAIN.has(field.dataTypeID))
    this.row = rowReader(fields)
  }
}

/**
 * Written out as one object literal: all rows share a hidden class, and a row takes a tenth of what setting its
 * properties by name takes.
 */
function rowReader(fields: readonly FieldDescription[]): (values: Values) => object {
  const members = new Map<string, string>()
  for (const [index, { name, dataTypeID }] of fields.entries()) {
    const value = isText(dataTypeID) ? `v[${index}]` : `d[${index}](v[${index}])`
    // Of columns with the same name the last that holds something counts.
    members.set(name, `v[${index}]===null?${members.get(name) ?? 'null'}:${value}`)
  }
  const literal = [...members].map(([name, value]) => `${memberName(name)}:${value}`).join()
  const decoders = fields.map(({ dataTypeID }) => decoderOf(dataTypeID))
  // oxlint-disable-next-line no-new-func -- column names stand in it as JSON strings, and nothing else from outside
  return new Function('d', `return (v)=>({${literal}})`)(decoders) as (values: Values) => object
}

/** In brackets even the name "__proto__" is one like any other; all the rest are quicker without. */
function memberName(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
}
