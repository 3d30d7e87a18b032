/** Why a claimed job may not run, as it was when it was claimed. */
export type Obstacle =
  /** Its effect has happened already: a second delivery, or a crash before completion. */
  | { readonly kind: 'done' }
  /** Another event of the same thing comes first. */
  | { readonly kind: 'awaits'; readonly eventId: string; readonly state: string }

export interface ObstacleColumns {
  readonly done: boolean
  readonly awaits: string | null
  readonly awaited_state: string | null
}

export function toObstacle({ done, awaits, awaited_state }: ObstacleColumns): Obstacle | undefined {
  if (done) return { kind: 'done' }
  return awaits === null ? undefined : { kind: 'awaits', eventId: awaits, state: awaited_state ?? '' }
}
