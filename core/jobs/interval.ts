import { setTimeout as delay } from 'node:timers/promises'

const STOP_MS = 3000

/** Work that comes again after a pause, never twice at once. */
export class Interval {
  readonly #work: () => Promise<void>
  readonly #pauseMs: number
  #timer: NodeJS.Timeout | undefined
  #current: Promise<void> | undefined
  #again = false
  #stopped = true

  /** @param work must not reject */
  constructor(work: () => Promise<void>, pauseMs: number) {
    this.#work = work
    this.#pauseMs = pauseMs
  }

  start(): void {
    this.#stopped = false
    this.now()
  }

  /** Works at once; when it is at work already, once more after that. */
  now(): void {
    if (this.#stopped) return
    if (this.#current !== undefined) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    this.#current = this.#work().finally(() => {
      this.#current = undefined
      if (this.#stopped) return
      if (this.#again) {
        this.#again = false
        this.now()
      } else {
        this.#timer = setTimeout(() => this.now(), this.#pauseMs)
      }
    })
  }

  /** Waits for the work under way, but not for ever: its connection may have gone silent. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await Promise.race([this.#current, delay(STOP_MS, undefined, { ref: false })])
  }
}
