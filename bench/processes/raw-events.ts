import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface RawEvents {
  /** @returns events a second, of one round */
  round(): Promise<number>
  stop(): void
}

/** The yardstick for events, in a process of its own. */
export function startRawEvents(databaseUrl: string, events: number): RawEvents {
  const child = fork(fileURLToPath(new URL('../isolated/raw-pg-boss.ts', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: databaseUrl, BENCH_EVENTS: String(events) },
  })
  return {
    async round() {
      const ended = once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`The yardstick for events ended with ${code}.`)),
      )
      child.send('round')
      const [rate] = (await Promise.race([once(child, 'message'), ended])) as [number]
      return rate
    },
    stop: () => child.disconnect(),
  }
}
