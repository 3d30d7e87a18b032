import { LRUCache } from 'lru-cache'
import { decoderOf, isText } from './decode.ts'

export interface Column {
  readonly name: string
  readonly dataTypeID: number
}

/** Reads the row that begins, with the number of its columns, at a place. */
type ReadRow = (bytes: Buffer, place: number) => object

// bool, int2, int4, text, varchar, timestamptz, uuid
const PLAIN = new Set([16, 21, 23, 25, 1043, 1184, 2950])

// bool, int8, int2, int4, date, timestamp, timestamptz, numeric, uuid: their text has no other letters
const ASCII = new Set([16, 20, 21, 23, 1082, 1114, 1184, 1700, 2950])

/** By the columns' names and types: statements that are not prepared are described anew every time they run. */
const known = new LRUCache<string, RowShape>({ max: 2_000 })

/** The columns of a result. Kept with a prepared statement, so that it need not be described again. */
export class RowShape {
  readonly columns: readonly Column[]
  /** Turns what came over the wire into what plugins see. */
  readonly row: ReadRow
  /** Whether the server's JSON of such a row says the same as ours; of a `Date` it says more. */
  readonly plain: boolean

  static of(fields: readonly Column[]): RowShape {
    let key = ''
    for (const { name, dataTypeID } of fields) key += `${dataTypeID} ${JSON.stringify(name)} `
    let shape = known.get(key)
    if (shape === undefined) known.set(key, (shape = new RowShape(fields)))
    return shape
  }

  private constructor(fields: readonly Column[]) {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }))
    this.plain = fields.every((field) => PLAIN.has(field.dataTypeID))
    this.row = rowReader(fields)
  }
}

/**
 * Written out as one object literal: all rows share a hidden class, and a row takes a tenth of what setting its
 * properties by name takes.
 */
function rowReader(columns: readonly Column[]): ReadRow {
  const members = new Map<string, string>()
  let source = 'let n;p+=2;'
  for (const [index, { name, dataTypeID }] of columns.entries()) {
    const text = `b.${ASCII.has(dataTypeID) ? 'latin1Slice' : 'utf8Slice'}(p,p+=n)`
    const value = isText(dataTypeID) ? text : `d[${index}](${text})`
    source += `n=b[p]<<24|b[p+1]<<16|b[p+2]<<8|b[p+3];p+=4;`
    // Of columns with the same name the last that holds something counts.
    source += `const v${index}=n<0?${members.get(name) ?? 'null'}:${value};`
    members.set(name, `v${index}`)
  }
  const literal = [...members].map(([name, value]) => `${memberName(name)}:${value}`).join()
  const decoders = columns.map(({ dataTypeID }) => decoderOf(dataTypeID))
  // oxlint-disable-next-line no-new-func -- column names stand in it as JSON strings, and nothing else from outside
  return new Function('d', `return (b,p)=>{${source}return {${literal}}}`)(decoders) as ReadRow
}

/** In brackets even the name "__proto__" is one like any other; all the rest are quicker without. */
function memberName(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
}
