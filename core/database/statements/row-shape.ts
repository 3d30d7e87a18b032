import { decoderOf, type Decode } from './decode.ts'

interface FieldDescription {
  readonly name: string
  readonly dataTypeID: number
}

// bool, int2, int4, text, varchar, timestamptz, uuid
const PLAIN = new Set([16, 21, 23, 25, 1043, 1184, 2950])

/** The columns of a result. Kept with a prepared statement, so that it need not be described again. */
export class RowShape {
  readonly #names: readonly string[]
  readonly #decoders: readonly Decode[]
  readonly #empty: Record<string, unknown>
  /** Whether the server's JSON of such a row says the same as ours; of a `Date` it says more. */
  readonly plain: boolean

  constructor(fields: readonly FieldDescription[]) {
    this.#names = fields.map((field) => field.name)
    this.#decoders = fields.map((field) => decoderOf(field.dataTypeID))
    this.plain = fields.every((field) => PLAIN.has(field.dataTypeID))
    this.#empty = Object.fromEntries(this.#names.map((name) => [name, null]))
  }

  row(values: readonly (string | null)[]): object {
    // Copied from one object, so that all rows share a hidden class.
    const row = { ...this.#empty }
    for (let index = 0; index < values.length; index++) {
      const value = values[index]
      const name = this.#names[index]
      const decode = this.#decoders[index]
      if (value !== null && value !== undefined && name !== undefined && decode !== undefined)
        row[name] = decode(value)
    }
    return row
  }
}
