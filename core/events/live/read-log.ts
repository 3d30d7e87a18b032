import type { PlatformDatabase } from '../../database/data-access.ts'

/** An event as the log has it. */
export interface LoggedEvent {
  readonly id: string
  readonly organizationId: string
  readonly plugin: string
  readonly name: string
  readonly payload: unknown
  readonly occurredAt: Date
  readonly transaction: bigint
}

export interface LogPage {
  readonly events: readonly LoggedEvent[]
  /** Every transaction below this had ended when the page was read: whatever it wrote is seen. */
  readonly horizon: bigint
  readonly more: boolean
}

interface LogRow {
  readonly id: string | null
  readonly organization_id: string
  readonly plugin_id: string
  readonly name: string
  readonly payload: unknown
  readonly occurred_at: Date
  readonly transaction: string
  readonly horizon: string
}

/** Where in the log to go on reading: behind this event, or at the beginning of a transaction. */
export interface LogPosition {
  readonly transaction: bigint
  readonly id?: string
}

const PAGE = 500
const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * Reads the log in the order of its transactions. Ids and times would not do: an event may be committed long after
 * another that got them later.
 */
export async function readLog(
  platform: PlatformDatabase,
  organizations: readonly string[],
  { transaction, id = NIL }: LogPosition,
): Promise<LogPage> {
  const rows = await platform.asSystem<LogRow>(
    `select e.*, h.horizon
     from (select pg_snapshot_xmin(pg_current_snapshot())::text as horizon) h
     left join lateral (
       select l.id, l.organization_id, l.plugin_id, l.name, l.payload, l.occurred_at, l.transaction::text as transaction
       from platform.event_log l
       where l.organization_id = any ($1::uuid[]) and (l.transaction, l.id) > ($2::text::xid8, $3::uuid)
       order by l.transaction, l.id limit ${PAGE}
     ) e on true
     order by e.transaction::xid8, e.id`,
    [organizations, transaction.toString(), id],
  )
  return {
    events: rows.flatMap((row) => (row.id === null ? [] : [toEvent(row, row.id)])),
    horizon: BigInt(rows[0]?.horizon ?? transaction),
    more: rows.length === PAGE,
  }
}

function toEvent(row: LogRow, id: string): LoggedEvent {
  return {
    id,
    organizationId: row.organization_id,
    plugin: row.plugin_id,
    name: row.name,
    payload: row.payload,
    occurredAt: new Date(row.occurred_at),
    transaction: BigInt(row.transaction),
  }
}
