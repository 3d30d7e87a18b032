/**
 * Counts answers for a while that begins once there were as many as there are connections: before, requests are put together and
 * connections opened, which for a slice of a fifth of a second would be most of it.
 */
export class Window {
  readonly #milliseconds: number
  readonly #onEnd: () => void
  /** How many answers come before it. */
  #ahead: number
  #begin = Number.NaN
  #ended = false
  #answers = 0

  constructor(connections: number, seconds: number, onEnd: () => void) {
    this.#ahead = connections
    this.#milliseconds = seconds * 1000
    this.#onEnd = onEnd
  }

  /** Answers a second; 0 when it did not come to its end. */
  get rate(): number {
    return this.#ended ? (this.#answers * 1000) / this.#milliseconds : 0
  }

  answered(status: number, now: number): void {
    if (this.#ahead > 0) {
      this.#ahead -= 1
      this.#begin = now
    } else if (now - this.#begin < this.#milliseconds) {
      if (status >= 200 && status < 300) this.#answers += 1
    } else if (!this.#ended) {
      this.#ended = true
      this.#onEnd()
    }
  }
}
