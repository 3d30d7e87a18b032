import { unavailable } from '@wasla/sdk'
import type { DatabaseScope } from '../data-access.ts'

/** Nothing is read or written for a caller that has left; what was committed before stands. @throws unavailable `client_gone` */
export function refuseAbandoned({ request }: DatabaseScope): void {
  if (request.abandoned !== true) return
  throw unavailable(
    'client_gone',
    'Whoever asked for this left without waiting for the answer, so the rest was not done and an open change was undone; ask again.',
  )
}
