const HEADER = 5
const DATA_ROW = 68

/** Takes rows where they stand in what was received: at `place` of `bytes` their number of columns begins. */
export interface TakesRows {
  takeRow(bytes: Buffer, place: number): void
}

/**
 * Tells rows from the other messages of the server, which are few, and gives both on whole. pg makes three objects and two calls of each
 * row before anybody looks at it.
 */
export class MessageSplitter {
  readonly #takesRows: () => TakesRows | undefined
  readonly #passOn: (messages: Buffer) => void
  /** The beginning of a message whose end is still to come. */
  #begun: Buffer[] = []
  #received = 0
  #needed = 0

  /**
   * @param takesRows whom the next row is for; nothing when it is for pg as all the rest
   * @param passOn takes whole messages
   */
  constructor(takesRows: () => TakesRows | undefined, passOn: (messages: Buffer) => void) {
    this.#takesRows = takesRows
    this.#passOn = passOn
  }

  read(chunk: Buffer): void {
    if (this.#begun.length === 0) {
      this.#split(chunk)
      return
    }
    this.#begun.push(chunk)
    this.#received += chunk.length
    // A long row comes in many chunks, so it is put together once.
    if (this.#received >= this.#needed) this.#split(Buffer.concat(this.#begun.splice(0)))
  }

  #split(bytes: Buffer): void {
    let others = 0
    let at = 0
    let end = messageEnd(bytes, at)
    while (end <= bytes.length) {
      if (bytes[at] === DATA_ROW) {
        if (others < at) this.#passOn(bytes.subarray(others, at))
        others = at
        const taker = this.#takesRows()
        if (taker !== undefined) {
          taker.takeRow(bytes, at + HEADER)
          others = end
        }
      }
      at = end
      end = messageEnd(bytes, at)
    }
    if (others < at) this.#passOn(bytes.subarray(others, at))
    if (at < bytes.length) this.#keep(at === 0 ? bytes : bytes.subarray(at), end - at)
  }

  #keep(rest: Buffer, length: number): void {
    this.#begun = [rest]
    this.#received = rest.length
    this.#needed = length
  }
}

/** Where a message ends; of one whose length is not there yet, where its length will be. */
function messageEnd(bytes: Buffer, at: number): number {
  return at + HEADER <= bytes.length ? at + 1 + bytes.readInt32BE(at + 1) : at + HEADER
}
