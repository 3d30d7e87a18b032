import type { DatabaseScope, IdempotencyClaim } from '../data-access.ts'
import { toJson } from '../statements/encode.ts'
import type { Statement } from '../statements/statement.ts'
import type { CollectingOutbox } from './outbox.ts'

/** What a plugin announced in a unit of work that is now committed, for signals in this process. */
export interface CommittedUnit {
  readonly organizationId: string
  readonly plugin: string
  readonly events: readonly { readonly name: string; readonly payload: unknown }[]
  readonly queues: readonly string[]
  /** What `platform.commit_unit` returned: the ids of events and jobs. */
  readonly written: unknown
}

/**
 * The one statement that writes events, jobs, usage and the idempotency result, as the login role.
 * `undefined` when there is nothing to write.
 */
export function epilogue(
  scope: DatabaseScope,
  outbox: CollectingOutbox,
  settled: { readonly claim: IdempotencyClaim; readonly result: unknown } | undefined,
  named: boolean,
): Statement | undefined {
  if (outbox.isEmpty && settled === undefined) return undefined
  const { request } = scope
  const unit = {
    organizationId: scope.organizationId,
    pluginId: outbox.plugin,
    actorId: scope.actorId,
    requestId: request.requestId,
    correlationId: request.correlationId,
    causationId: request.causationId,
    depth: request.depth,
    events: outbox.events,
    jobs: outbox.jobs,
    meters: outbox.meters,
    idempotency: settled && {
      principal: settled.claim.principal,
      route: settled.claim.route,
      key: settled.claim.key,
      result: settled.result ?? null,
    },
  }
  if (outbox.notifications.length > 0) {
    return {
      text: 'select platform.commit_and_notify($1::jsonb) as written',
      values: [toJson({ ...unit, notifications: outbox.notifications })],
      name: named ? 'wasla_commit_and_notify' : undefined,
    }
  }
  return {
    text: 'select platform.commit_unit($1::jsonb) as written',
    values: [toJson(unit)],
    name: named ? 'wasla_commit_unit' : undefined,
  }
}

export function committedUnit(
  scope: DatabaseScope,
  outbox: CollectingOutbox,
  written: unknown,
): CommittedUnit {
  return {
    organizationId: scope.organizationId,
    plugin: outbox.plugin,
    events: outbox.events.map(({ name, payload }) => ({ name, payload })),
    queues: [...new Set(outbox.jobs.map(({ queue }) => queue))],
    written,
  }
}
