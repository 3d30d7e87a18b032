import { decoderOf, type Decode } from './decode.ts'

interface FieldDescription {
  readonly name: string
  readonly dataTypeID: number
}

/** The columns of a result. Kept with a prepared statement, so that it need not be described again. */
export class RowShape {
  readonly #names: readonly string[]
  readonly #decoders: readonly Decode[]
  readonly #empty: Record<string, unknown>

  constructor(fields: readonly FieldDescription[]) {
    this.#names = fields.map((field) => field.name)
    this.#decoders = fields.map((field) => decoderOf(field.dataTypeID))
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
