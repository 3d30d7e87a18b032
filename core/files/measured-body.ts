import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { invalid } from '@wasla/sdk'
import { HEAD_BYTES } from './content-type.ts'

/** A body on its way to the storage: its head is known, and once it has passed, its size and hash are. */
export class MeasuredBody {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #hash: Hash = createHash('sha256')
  readonly #maxSize: number
  #waiting: Uint8Array[] = []
  #ended = false
  size = 0

  constructor(body: Readable | Uint8Array | string, maxSize: number) {
    const source =
      typeof body === 'string' || body instanceof Uint8Array ? Readable.from([Buffer.from(body)]) : body
    this.#chunks = (source as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    this.#maxSize = maxSize
  }

  get sha256(): Buffer {
    return this.#hash.copy().digest()
  }

  /** The first bytes, which are not lost by looking at them. */
  async head(): Promise<Uint8Array> {
    let length = 0
    while (length < HEAD_BYTES) {
      const { done, value } = await this.#chunks.next()
      if (done === true) {
        this.#ended = true
        break
      }
      this.#waiting.push(value)
      length += value.length
    }
    return Buffer.concat(this.#waiting).subarray(0, HEAD_BYTES)
  }

  stream(): Readable {
    return Readable.from(this.#measured(), { objectMode: false })
  }

  /** Lets the source go, when the body is not wanted. */
  async cancel(): Promise<void> {
    await this.#chunks.return?.()
  }

  async *#measured(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of this.#waiting) yield this.#measure(chunk)
      this.#waiting = []
      while (!this.#ended) {
        const { done, value } = await this.#chunks.next()
        if (done === true) return
        yield this.#measure(value)
      }
    } finally {
      await this.cancel()
    }
  }

  #measure(chunk: Uint8Array): Uint8Array {
    this.size += chunk.length
    if (this.size > this.#maxSize) {
      throw invalid(
        'file_too_large',
        `The file is larger than ${this.#maxSize} bytes, which is the most that is accepted here, so it was not stored.`,
        { extra: { maxSize: this.#maxSize } },
      )
    }
    this.#hash.update(chunk)
    return chunk
  }
}
