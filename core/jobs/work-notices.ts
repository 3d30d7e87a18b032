import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { WorkedOn, WorkKind } from '../events/signals.ts'
import { JOBS_CHANNEL } from './jobs-channel.ts'

const COALESCE_MS = 200
// A notification holds 8,000 bytes.
const AT_MOST = 150
const PREFIX = 'work '
const ANY = '*'

/**
 * Tells all hosts, this one too, that background work went on: at most five times a second, however much is done. A hint
 * for whoever watches; what came of it is read from the tables.
 */
export function createWorkNotifier(platform: PlatformDatabase, log: HostLogger): (worked: WorkedOn) => void {
  const pending = new Set<string>()
  const send = async (): Promise<void> => {
    const told = pending.size > AT_MOST ? ANY : [...pending].join(' ')
    pending.clear()
    try {
      await platform.asSystem('select pg_notify($1, $2)', [JOBS_CHANNEL, PREFIX + told])
    } catch (error) {
      log.debug({ err: error }, 'nobody was told that work went on; pages show it when they look again')
    }
  }
  return ({ kind, organizationId }) => {
    if (pending.size === 0) setTimeout(() => void send(), COALESCE_MS).unref()
    pending.add(`${kind}:${organizationId}`)
  }
}

/** Tells it from outside the workers. */
export async function announceWorked(
  platform: PlatformDatabase,
  { kind, organizationId }: WorkedOn,
): Promise<void> {
  await platform.asSystem('select pg_notify($1, $2)', [JOBS_CHANNEL, `${PREFIX}${kind}:${organizationId}`])
}

/** What a notification says was worked on: `any` when that were too many to name. Undefined when it says something else. */
export function readWorkNotice(payload: string): readonly WorkedOn[] | 'any' | undefined {
  if (!payload.startsWith(PREFIX)) return undefined
  const told = payload.slice(PREFIX.length)
  if (told === ANY) return 'any'
  return told.split(' ').map((entry) => {
    const [kind, organizationId = ''] = entry.split(':')
    return { kind: kind as WorkKind, organizationId }
  })
}
