/** Room for so many at once; whoever finds none waits, first come, first served. */
export class Slots {
  #left: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#left = count
  }

  take(): Promise<void> | undefined {
    if (this.#left > 0) {
      this.#left -= 1
      return undefined
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  free(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#left += 1
    else next()
  }
}
