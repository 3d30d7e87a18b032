import type { InferKyselyTable } from '@mikro-orm/sql'
import type { FilterQuery, FindOneOptions, FindOptions, RequiredEntityData } from '@mikro-orm/core'
import type { z } from 'zod'
import type { Compilable, Kysely } from 'kysely'
import type { AnyEntity, EntityOf } from './entity.ts'
import type { EventDefinition, PayloadOf } from '../events/event.ts'
import type { HookPoint } from '../hooks/hook-point.ts'
import type { EnqueueOptions, JobDefinition } from '../jobs/job.ts'
import type { NotificationDefinition, NotificationRecipients } from '../notifications/notification.ts'
import type { MeterDefinition } from '../plugin/meter.ts'
import type { RecordReference } from './link.ts'

/** Kysely tables of a list of entities: column names are the entities' property names (camelCase). */
export type Tables<Entities extends readonly AnyEntity[]> = {
  [Entity in Entities[number] as Entity['tableName']]: InferKyselyTable<
    Entity,
    { columnNamingStrategy: 'property' }
  >
}

/** Kysely over the plugin's own tables. Building a query does not run it. */
export type QueryBuilder<Entities extends readonly AnyEntity[]> = Kysely<Tables<Entities>>

/** A query made by the builder: rows of type `Row`. */
export type Query<Row> = Compilable<Row>

/**
 * The one way to the database. Every statement runs in the context's organization, under row-level
 * security and as the plugin's own database role; a foreign table or organization is out of reach.
 *
 * Values: `timestamptz` ↔ `Date`, `date` ↔ `'YYYY-MM-DD'`, `bigint` ↔ `bigint`, `numeric` ↔ `string`.
 */
export interface Database<Entities extends readonly AnyEntity[] = readonly any[]> {
  /**
   * Reads rows: one statement, one round trip, read-only; may be answered by a replica.
   * @example ctx.db.read((sql) => sql.selectFrom('customers').selectAll().where('id', '=', id))
   */
  read<Row>(build: (sql: QueryBuilder<Entities>) => Query<Row>): Promise<Row[]>

  /** Like `read`, for the row that may not be there. */
  readFirst<Row>(build: (sql: QueryBuilder<Entities>) => Query<Row>): Promise<Row | undefined>

  /**
   * Changes things: a unit of work in one transaction, with its events and jobs. All or nothing.
   * @throws conflict `nested_write` inside another write; conflict `stale_version` when a version moved on.
   */
  write<Result>(work: (unit: UnitOfWork<Entities>) => Promise<Result>): Promise<Result>

  /**
   * Changes things in one statement, for hot paths: an insert, update or delete with `returning`, and
   * what `after` emits for the rows that came back. Two messages to the server, one commit; a prepared insert goes in one,
   * with a row that is foretold, so `after` does nothing but announce.
   */
  command<Row>(
    build: (sql: QueryBuilder<Entities>) => Query<Row>,
    after?: (rows: readonly Row[], outbox: Outbox) => void,
  ): Promise<Row[]>
}

/** What a change announces; written with it, delivered after it is committed. */
export interface Outbox {
  emit<Event extends EventDefinition>(event: Event, payload: PayloadOf<Event>): void
  enqueue<Payload>(job: JobDefinition<Payload>, payload: Payload, options?: EnqueueOptions): void
  /** Records usage once per `key` and organization: the key comes from the operation, not the attempt. */
  meter(meter: MeterDefinition, quantity: number, key: string): void
  /** Tells people, as each of them prefers: at least once by e-mail, once in the application. */
  notify<Payload extends z.ZodType>(
    notification: NotificationDefinition<Payload>,
    to: NotificationRecipients,
    payload: z.output<Payload>,
  ): void
}

/** What the caller believes to change. */
export interface ExpectedVersion {
  /** The version the caller has seen, usually `request.ifMatch`; nothing is compared without it. */
  readonly version?: number | undefined
}

/** A unit of work: entities loaded here are tracked, and their changes are written at its end. */
export interface UnitOfWork<Entities extends readonly AnyEntity[] = readonly any[]> extends Outbox {
  create<Schema extends Entities[number]>(
    schema: Schema,
    data: RequiredEntityData<EntityOf<Schema>>,
  ): EntityOf<Schema>
  find<Schema extends Entities[number], Hint extends string = never>(
    schema: Schema,
    where: FilterQuery<EntityOf<Schema>>,
    options?: FindOptions<EntityOf<Schema>, Hint>,
  ): Promise<EntityOf<Schema>[]>
  /**
   * Loads one for change, or `null`.
   * @throws conflict `stale_version` when it has another version than the one expected
   * @example const customer = await unit.findOne(Customer, { id }, { version: request.ifMatch })
   */
  findOne<Schema extends Entities[number], Hint extends string = never>(
    schema: Schema,
    where: FilterQuery<EntityOf<Schema>>,
    options?: FindOneOptions<EntityOf<Schema>, Hint> & ExpectedVersion,
  ): Promise<EntityOf<Schema> | null>
  remove(entity: object): void
  /** Writes the changes so far, so that generated values can be read. The end of the work flushes anyway. */
  flush(): Promise<void>
  /** Runs one statement in this transaction, for bulk changes and locks. Tracked entities do not notice. */
  execute<Row>(build: (sql: QueryBuilder<Entities>) => Query<Row>): Promise<Row[]>
  /** Asks those who registered for the point, in order; a veto rolls the whole unit of work back. */
  runHooks<Payload>(point: HookPoint<Payload>, payload: Payload): Promise<void>
  /** Claims a public address for this organization. @throws conflict `address_taken` */
  claimAddress(kind: string, key: string): Promise<void>
  releaseAddress(kind: string, key: string): Promise<void>
  /**
   * Whether a message from outside is received for the first time; from then on, once this unit is committed, it is not.
   * `defineWebhook` asks by itself; this is for what is fetched: mail, a phone's session, a feed.
   * @param source the plugin's own name for where it comes from: `whatsapp.session`
   * @param messageId what the other side calls it, unique in the account
   */
  receiveOnce(source: string, account: string, messageId: string): Promise<boolean>
  /** Links one of the plugin's records to a record of another plugin, if both exist. Idempotent. */
  link(kind: string, from: RecordReference, to: RecordReference): Promise<void>
  unlink(kind: string, from: RecordReference, to: RecordReference): Promise<void>
}
