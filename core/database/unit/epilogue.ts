import type { Unit, UnitEvent, UnitMeter, UnitNotification, UnitOutcome } from '../../events/unit.ts'
import { ENQUEUE_JOBS } from '../../events/unit.ts'
import { currentTraceparent } from '../../observability/trace-context.ts'
import type { DatabaseScope } from '../data-access.ts'
import { toJson } from '../statements/encode.ts'
import { rowsOf, type Statement, type StatementResult } from '../statements/statement.ts'
import type { CollectingOutbox } from './outbox.ts'

/** How many events may lead to each other: more are taken for a loop. */
const MAX_DEPTH = 16

/** What ends a unit of work, as the login role and after all plugin code. */
export interface Epilogue {
  readonly statements: readonly Statement[]
  /** Reads their answers. */
  outcome(results: readonly StatementResult[]): UnitOutcome
}

/**
 * Writes what a unit announces: events into the log, from where the relay brings them to their subscribers, and jobs,
 * usage and notifications. Plain statements, prepared once, since a function that takes them all apart costs more than
 * they do.
 */
export function epilogue(unit: Unit, named: boolean): Epilogue {
  const { events, jobs, meters, notifications = [] } = unit
  if (unit.depth > MAX_DEPTH && events[0] !== undefined) return refusal(unit, events[0])
  const name = (text: string) => (named ? text : undefined)
  const enqueuing =
    jobs.length === 0 ? [] : [{ text: ENQUEUE_JOBS, values: [toJson({ ...unit, events: [] })] }]
  return {
    statements: [
      ...events.map((event) => ({ text: LOG, values: eventValues(unit, event), name: name('wasla_event') })),
      ...enqueuing.map((statement) => ({ ...statement, name: name('wasla_enqueue') })),
      ...meters.map((meter) => metered(unit, meter)),
      ...notifications.map((notification) => requested(unit, notification)),
    ],
    outcome: (results) => ({
      events: events.map((event, index) => ({
        id: rowsOf<{ id: string }>(results, index)[0]?.id ?? '',
        name: event.name,
      })),
      jobs: [],
      queues: [],
      ...(jobs.length > 0 &&
        rowsOf<{ enqueued: Pick<UnitOutcome, 'jobs' | 'queues'> }>(results, events.length)[0]?.enqueued),
    }),
  }
}

export function unitOf(
  scope: DatabaseScope,
  { plugin, events, jobs, meters, notifications }: CollectingOutbox,
): Unit {
  const { request } = scope
  return {
    organizationId: scope.organizationId,
    pluginId: plugin,
    actorId: scope.actorId,
    requestId: request.requestId,
    correlationId: request.correlationId,
    causationId: request.causationId,
    depth: request.depth,
    traceparent: currentTraceparent(),
    events,
    jobs,
    meters,
    notifications,
  }
}

/** The log with its columns. */
export const LOGGED = `platform.event_log (organization_id, plugin_id, name, version, payload, aggregate, aggregate_version,
    correlation_id, causation_id, depth, actor_id, request_id, traceparent)`

const LOG = `insert into ${LOGGED} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`

/** What the log's columns are given. */
export function eventValues(unit: Unit, event: UnitEvent): unknown[] {
  return [
    unit.organizationId,
    unit.pluginId,
    event.name,
    event.version,
    toJson(event.payload),
    event.aggregate,
    event.aggregateVersion,
    unit.correlationId,
    unit.causationId,
    unit.depth,
    unit.actorId,
    unit.requestId,
    unit.traceparent,
  ]
}

function metered({ organizationId }: Unit, { meter, key, quantity }: UnitMeter): Statement {
  return {
    text: `insert into platform.meter_events (organization_id, meter, event_id, quantity) values ($1, $2, $3, $4)
      on conflict do nothing`,
    values: [organizationId, meter, key, quantity],
  }
}

function requested(
  { organizationId, pluginId }: Unit,
  { kind, recipients, payload }: UnitNotification,
): Statement {
  return {
    text: `insert into platform.notification_requests (organization_id, plugin_id, kind, recipients, payload)
      values ($1, $2, $3, $4, $5)`,
    values: [organizationId, pluginId, kind, toJson(recipients), toJson(payload)],
  }
}

function refusal({ depth, causationId }: Unit, { name }: UnitEvent): Epilogue {
  return {
    statements: [
      { text: 'select platform.refuse_event($1, $2, $3, $4)', values: [name, depth, MAX_DEPTH, causationId] },
    ],
    outcome: () => ({ events: [], jobs: [], queues: [] }),
  }
}
