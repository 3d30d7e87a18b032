import type { World } from './world.ts'

/** Something that breaks, and is whole again when it ends. */
export interface Fault {
  readonly name: string
  /** What people may be told meanwhile: codes that name the cause, each a 503 with `Retry-After`. */
  readonly tells: readonly string[]
  /** How long programs rest after an answer, where a fault takes minutes. Default: not at all. */
  readonly pauseMs?: number
  /** @param scale 1 for a glance, more for longer */
  readonly breakIt: (world: World, scale: number) => Promise<Broken>
}

export interface Broken {
  /** What else is wrong, in words. */
  readonly wrong?: readonly string[]
  /** Figures to tell. */
  readonly told?: string
  /** Why this could not be broken here. */
  readonly impossible?: string
}

/** The connection went away: whether what was on its way was done is found out by asking again with the same key. */
export const UNREACHABLE = ['database_unavailable', 'host_fenced', 'idempotent_answer_pending', 'retry']
/** The work waits for others. */
export const BUSY = ['overloaded', 'database_busy', 'timed_out', 'retry']
