import type { RowShape } from './row-shape.ts'

/** Rows as the server sent them, for a reader who may not need them as objects. */
export class ReceivedRows {
  readonly shape: RowShape
  readonly #bytes: Buffer[] = []
  readonly #places: number[] = []

  constructor(shape: RowShape) {
    this.shape = shape
  }

  get length(): number {
    return this.#places.length
  }

  add(bytes: Buffer, place: number): void {
    this.#bytes.push(bytes)
    this.#places.push(place)
  }

  /** What a row stands in. */
  bytes(index: number): Buffer {
    return this.#bytes[index] as Buffer
  }

  /** Where in it a row begins, with the number of its columns. */
  place(index: number): number {
    return this.#places[index] as number
  }

  row(index: number): object {
    return this.shape.row(this.bytes(index), this.place(index))
  }

  rows(): object[] {
    return this.#places.map((place, index) => this.shape.row(this.bytes(index), place))
  }
}

/** The length of a value, which stands before it; -1 of a null. Node's own way to read it is a call that is not inlined. */
export function lengthAt(bytes: Buffer, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}
