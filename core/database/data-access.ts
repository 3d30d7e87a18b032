import type { Database } from '@wasla/sdk'
import type { RequestTrace } from '../contexts/actor.ts'

/** In whose name statements run. */
export interface DatabaseScope {
  readonly plugin: string
  readonly organizationId: string
  /** The member or API client, for the audit trail; `null` for the system. */
  readonly actorId: string | null
  readonly request: RequestTrace
  /** Resources of which the actor sees and changes only what is their own, as `app.own_only` names them. */
  readonly ownOnly?: string
  /** A foreign service called inside a write: `write` and `command` are refused. */
  readonly readOnly?: boolean
  /** Inserted in the first unit of work; when it is there already the unit of work is skipped. */
  readonly effect?: { readonly subscriber: string; readonly eventId: string }
  /** Checked in every unit of work: without this lease nothing is written. */
  readonly fence?: LeaseFence
  /** The idempotency claim of the request, settled in the epilogue of its write. */
  readonly idempotency?: IdempotencyClaim
}

/** The lease under which a singleton writes. */
export interface LeaseFence {
  readonly name: string
  readonly key: string
  readonly token: bigint
}

/** A request with an `Idempotency-Key`: its row is written in the write's own transaction. */
export interface IdempotencyClaim {
  /** A digest of who asks for what under which key. */
  readonly key: Buffer
  readonly bodyHash: Buffer
  /** The status of a route that answers with what its only write comes to: with it the row is complete at once. */
  readonly status?: number
  /** What that write came to, once it is committed. */
  result?: unknown
  /** What was given to be sent. */
  sent?: unknown
  /** Set when a unit of work with its row is committed. */
  committed?: boolean
}

/** The plugins' way to the database. */
export interface DataAccess {
  database(scope: DatabaseScope): Database
  close(): Promise<void>
}

/** The platform's own statements, on tables of schema `platform`, one round trip each. */
export interface PlatformDatabase {
  /** As `wasla_app` under row-level security, inside one organization. */
  inOrganization<Row extends object>(
    organizationId: string,
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** As `wasla_system`, across organizations. */
  asSystem<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** Several statements as `wasla_system` in one transaction. */
  transaction<Result>(work: (query: PlatformQuery) => Promise<Result>): Promise<Result>
}

export type PlatformQuery = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>
