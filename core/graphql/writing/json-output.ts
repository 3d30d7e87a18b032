const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTED = 32
const USUAL = 64 * 1024

/** Text that is longer is copied by the system. */
const SHORT = 64

// One for all: nothing waits while it is written to.
let shared = Buffer.allocUnsafeSlow(USUAL)

/** JSON in UTF-8 that is put together of bytes, without a string in between. */
export class JsonOutput {
  #bytes = shared
  #length = 0

  /** What was written so far, in bytes of its own. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** As they are. */
  copy(from: Uint8Array, start = 0, end = from.length): void {
    this.#reserve(end - start)
    const bytes = this.#bytes
    let length = this.#length
    if (end - start > SHORT) {
      bytes.set(from.subarray(start, end), length)
      length += end - start
    } else {
      for (let at = start; at < end; at += 1) bytes[length++] = from[at] as number
    }
    this.#length = length
  }

  /** Bytes of UTF-8 as a JSON string. */
  string(from: Buffer, start: number, end: number): void {
    this.#reserve(end - start + 2)
    const bytes = this.#bytes
    let length = this.#length
    bytes[length++] = QUOTE
    for (let at = start; at < end; at += 1) {
      const byte = from[at] as number
      if (byte < FIRST_PRINTED || byte === QUOTE || byte === BACKSLASH) {
        this.text(JSON.stringify(from.toString('utf8', start, end)))
        return
      }
      bytes[length++] = byte
    }
    bytes[length++] = QUOTE
    this.#length = length
  }

  /** `2026-11-20 09:55:35.123456+00` as `"2026-11-20T09:55:35.123Z"`. */
  moment(from: Buffer, start: number, end: number): void {
    this.#reserve(26)
    const bytes = this.#bytes
    let length = this.#length
    bytes[length++] = QUOTE
    for (let at = 0; at < 19; at += 1) bytes[length++] = at === 10 ? LETTER_T : (from[start + at] as number)
    bytes[length++] = POINT
    const last = end - 3
    for (let at = start + 20; at < start + 23; at += 1)
      bytes[length++] = at < last ? (from[at] as number) : ZERO
    bytes[length++] = LETTER_Z
    bytes[length++] = QUOTE
    this.#length = length
  }

  /** @returns true, always */
  text(text: string): boolean {
    this.#reserve(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length)
    return true
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(needed * 2)
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    // What one large page took stays for the next, within limits.
    if (grown.length <= 16 * USUAL) shared = grown
  }
}

const LETTER_T = 84
const LETTER_Z = 90
const POINT = 46
const ZERO = 48
