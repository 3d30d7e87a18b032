import type { ExecutionResult } from 'graphql'
import { GraphQLError } from 'graphql'
import type { ActiveModules } from '../../tenancy/gate.ts'
import { type EndReason, EventStream, type EventStreamOptions, type OpenStream } from './event-stream.ts'

const MESSAGES: Record<EndReason, string> = {
  module_inactive:
    'A module of this subscription was switched off, so it ends; subscribe again to what is on.',
  host_draining:
    'This server is about to stop, so the subscription ends; connect again and another one takes over.',
  session_revoked:
    'The session of this subscription has ended, or may read something else now, so it ends; sign in and subscribe again.',
  stream_expired: 'The subscription has run its time, so it ends; connect again to go on.',
}

const LOOK_AGAIN_MS = 1000

export interface OpenStreams {
  /** @param signedInStill asked now and then, so that a stream ends soon after its session, also when nothing happens */
  open(
    options: Omit<EventStreamOptions, 'onClose' | 'farewell'>,
    signedInStill?: () => Promise<boolean>,
  ): EventStream
  /** Ends what selects a module that is no longer on. */
  modulesChanged(organizationId: string, after: ActiveModules): void
  endAll(reason: EndReason): void
  readonly size: number
}

/** The subscriptions of this host. */
export function createOpenStreams(maxStreamMs: number): OpenStreams {
  const streams = new Set<OpenStream>()

  return {
    open(options, signedInStill) {
      const expiry = setTimeout(() => stream.end('stream_expired'), maxStreamMs).unref()
      const session = setInterval(async () => {
        // What cannot be asked now is asked again, and before each event anyway.
        if ((await signedInStill?.().catch(() => true)) === false) stream.end('session_revoked')
      }, LOOK_AGAIN_MS).unref()
      const stream: EventStream = new EventStream({
        ...options,
        farewell,
        onClose: () => {
          clearTimeout(expiry)
          clearInterval(session)
          streams.delete(stream)
        },
      })
      streams.add(stream)
      return stream
    },
    modulesChanged(organizationId, after) {
      for (const stream of streams) {
        if (stream.organizationId === organizationId && !isOn(stream.modules, after))
          stream.end('module_inactive')
      }
    },
    endAll(reason) {
      for (const stream of streams) stream.end(reason)
    },
    get size() {
      return streams.size
    },
  }
}

export const isOn = (modules: ReadonlySet<string>, active: ActiveModules): boolean =>
  modules.isSubsetOf(active.ids)

/** Spread over some seconds, so that not every client of a host comes back in the same moment. */
function farewell(reason: EndReason): ExecutionResult {
  const retryAfterMs = 500 + Math.floor(Math.random() * 2_500)
  return { errors: [new GraphQLError(MESSAGES[reason], { extensions: { code: reason, retryAfterMs } })] }
}
