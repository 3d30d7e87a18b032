import type { Unit, UnitEvent } from '../../events/unit.ts'
import type { IdempotencyClaim } from '../data-access.ts'
import { toJson } from '../statements/encode.ts'
import { WRITTEN_ROWS } from '../statements/settings.ts'
import type { Statement } from '../statements/statement.ts'
import { claimText } from './claims.ts'
import { eventValues, LOGGED } from './epilogue.ts'
import { ID_TO_COME } from './foretellable.ts'

/** What is said of a row that was foretold. */
export interface Announcement {
  readonly unit: Unit
  /** What was looked at of the row: it has to come true. */
  readonly seen: object
  /** The key that is claimed along with it, and keeps the row. */
  readonly claim: IdempotencyClaim | undefined
}

/** As they were left, each behind a comma. */
const WRITTEN = `substr(current_setting('${WRITTEN_ROWS}', true), 2)`

// Two rows are no JSON, and of none the log refuses what it is given.
const ANNOUNCE_ONE = `with claimed as (
    ${claimText(`select $1, $16::bytea, $17::bytea, ${WRITTEN}, $18::int, now() + interval '24 hours' where $16::bytea is not null`)}
  )
  insert into ${LOGGED}
  select $1::uuid, case when written.row @> $15::jsonb then $2 end, $3, $4::int, replace($5, $14, written.id)::jsonb,
    replace($6, $14, written.id), $7::bigint, $8::uuid, $9::uuid, $10::int, $11::uuid, $12, $13
  from (select row, (row ->> 'id')::uuid::text as id from (select ${WRITTEN}::jsonb as row offset 0) as w offset 0) as written
  returning id`

// Given as JSON: a parameter for each value of each row costs no less, and is another text for each number of them.
const ANNOUNCE_ALL = `with announced as (
    select row, (row ->> 'id')::uuid::text as id, seen, events, key, "bodyHash", status
    from rows from (
      json_array_elements(('[' || ${WRITTEN} || ']')::json),
      json_to_recordset($3) as (seen jsonb, events json, key text, "bodyHash" text, status int)
    ) as both_sides (row, seen, events, key, "bodyHash", status)
  ), claimed as (
    ${claimText(`select $1, decode(key, 'hex'), decode("bodyHash", 'hex'), row, status, now() + interval '24 hours'
      from announced where key is not null`)}
  )
  insert into ${LOGGED}
  select $1::uuid, case when a.row::jsonb @> a.seen then $2 end, e.name, e.version, replace(e.payload::text, $4, a.id)::jsonb,
    replace(e.aggregate, $4, a.id), e."aggregateVersion", e."correlationId", e."causationId", e.depth, e."actorId", e."requestId",
    e.traceparent
  from announced a
  -- Of a row too many, as of one that is missing, the log refuses what it is given.
  left join json_to_recordset(a.events) as e (name text, version int, payload json, aggregate text, "aggregateVersion" bigint,
    "correlationId" uuid, "causationId" uuid, depth int, "actorId" uuid, "requestId" text, traceparent text) on true
  returning id`

/**
 * The events of rows that were inserted in this order, and their keys. What did not come true has no plugin, and the log
 * refuses it. Answers the events' ids in order.
 */
export function announceRows(announcements: readonly Announcement[]): Statement {
  const [first] = announcements as readonly [Announcement]
  const [event, another] = first.unit.events
  if (event !== undefined && another === undefined && announcements.length === 1)
    return announceOne(first, event)
  const { organizationId, pluginId } = first.unit
  return {
    text: ANNOUNCE_ALL,
    values: [organizationId, pluginId, toJson(announcements.map(asJson)), ID_TO_COME],
    name: 'wasla_announce_all',
  }
}

/** Most are alone, and for one the server has less to do this way. */
function announceOne({ unit, seen, claim }: Announcement, event: UnitEvent): Statement {
  return {
    text: ANNOUNCE_ONE,
    values: [
      ...eventValues(unit, event),
      ID_TO_COME,
      toJson(seen),
      claim?.key,
      claim?.bodyHash,
      claim?.status,
    ],
    name: 'wasla_announce_one',
  }
}

function asJson({ unit, seen, claim }: Announcement): object {
  const { correlationId, causationId, depth, actorId, requestId, traceparent } = unit
  const cause = { correlationId, causationId, depth, actorId, requestId, traceparent }
  return {
    seen,
    events: unit.events.map((event) => ({ ...event, ...cause })),
    ...(claim && {
      key: claim.key.toString('hex'),
      bodyHash: claim.bodyHash.toString('hex'),
      status: claim.status,
    }),
  }
}
