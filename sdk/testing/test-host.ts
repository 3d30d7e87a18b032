import type { Plugin } from '../plugin/define-plugin.ts'

/** A plugin as its own tests hand it over: its code, and where its `plugin.json` and `migrations/` lie. */
export interface PluginUnderTest {
  readonly plugin: Plugin
  /** `new URL('..', import.meta.url)` from a file in `tests/`. */
  readonly directory: URL | string
}

/** Any JSON: what a test expects of it says what it is. */
export type Json = any

/** An answer of the host: its status and its body, parsed when it is JSON. */
export interface Answer<Body = Json> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

export interface CallOptions {
  readonly body?: unknown
  /** Another token than the client's own. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A program that talks to the host over HTTP, as any other would. */
export interface TestClient {
  readonly origin: string
  token: string | undefined
  /** @param path under `/api/v1`; below the root when it begins with `//` */
  call<Body = Json>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>
  graphql<Data = Json>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: Data; errors?: { message: string; extensions: Record<string, unknown> }[] }>
}

/** A client that is signed in. */
export interface TestMember extends TestClient {
  readonly userId: string
}

/** Somebody, by all the ways in which a plugin may know them. */
export interface KnownPerson {
  readonly userId: string
  readonly email: string
  /** E.164. */
  readonly phone: string
}

/** A built-in role, `nobody`, who holds no permission at all, or the key of a role that the organization has made. */
export type TestRole = 'admin' | 'manager' | 'agent' | 'member' | 'nobody' | (string & {})

/** An organization made for a test. */
export interface TestOrganization {
  readonly id: string
  readonly owner: TestMember
  /** A new member of this role, signed in. */
  member(role: TestRole): Promise<TestMember>
  /** Switches a module on (with what it requires) or off (with what requires it), on every host. */
  switch(module: string, active: boolean): Promise<void>
}

/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly id: string
  readonly name: string
  readonly organizationId: string
  readonly payload: Readonly<Record<string, Json>>
  readonly occurredAt: Date
}

/** A job that was enqueued, deliveries of events left out. */
export interface CapturedJob {
  readonly id: string
  readonly name: string
  readonly organizationId: string
  readonly payload: Json
  readonly state: 'waiting' | 'running' | 'retrying' | 'completed' | 'dead' | 'cancelled'
  /** Not before this moment. */
  readonly after: Date
  /** What its last attempt threw, while it is `retrying` or `dead`. */
  readonly error: string | null
}

/** A mail as it would have been sent. */
export interface CapturedMail {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly language: 'ar' | 'en'
  readonly sentAt: Date
}

export interface TimeSpan {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
}

/** The time as plugins see it by `ctx.now()`, on every host of the test. */
export interface TestClock {
  now(): Date
  /**
   * Puts the clock forward, and enqueues what became due: schedules (once each, however often they would have run)
   * and jobs with `after`. `settled()` waits until they have run.
   */
  advance(span: TimeSpan): Promise<void>
}

/** A line the host logged, warnings and worse. */
export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly plugin?: string
  readonly [detail: string]: unknown
}

/** A real host in the test's own process, on a real PostgreSQL database of its own. */
export interface TestHost {
  readonly url: string
  /** Superuser URL of its database. */
  readonly database: string
  /** What it logged so far, warnings and worse. */
  readonly log: readonly LogLine[]
  /** Why plugins were kept out, by plugin; empty when all of them serve. */
  readonly quarantines: ReadonlyMap<string, string>
  /** Somebody who is not signed in. */
  readonly visitor: TestClient
  /** The organizations of `startTestHost({ organizations })`, by name. */
  readonly organizations: Readonly<Record<string, TestOrganization>>
  /** A new organization with its owner, and these modules on. */
  organization(name: string, modules?: readonly string[]): Promise<TestOrganization>
  /** A second host on the same database. */
  another(): Promise<TestHost>
  /** The events that were announced so far, oldest first. */
  events(name?: string): Promise<LoggedEvent[]>
  /** The jobs that were enqueued so far, oldest first. */
  jobs(name?: string): Promise<CapturedJob[]>
  /** The mails that would have been sent so far, oldest first; none leaves the host. */
  mails(to?: string): Promise<CapturedMail[]>
  /** Puts the time forward. */
  readonly clock: TestClock
  /** Announces an event in a module's name, as if its code had done so. */
  emit(
    organization: TestOrganization,
    event: { name: string; version?: number; payload: object },
  ): Promise<void>
  /** Waits until no delivery and no job is waiting to run or running. @throws Error naming what still waits */
  settled(timeLimit?: number): Promise<void>
  /** Looks into the database past every policy. */
  query<Row = Json>(text: string, values?: readonly unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

export interface TestHostOptions {
  readonly plugins?: readonly PluginUnderTest[]
  /** Names of organizations to begin with. */
  readonly organizations?: readonly string[]
  /** Modules that are on in them. */
  readonly active?: readonly string[]
  /** Where the plugins' `config` sections are read from. */
  readonly environment?: Readonly<Record<string, string>>
  /**
   * Superuser URL of a PostgreSQL 18 for tests. Default: that of `WASLA_TEST_CLUSTER`, which
   * `@wasla/sdk/testing/global-setup` sets; without it, one that lives as long as this process.
   */
  readonly cluster?: string
  /** Also serves the admin UI, with the pages that are built. */
  readonly admin?: boolean
  /** Milliseconds each plugin has to start. Default: two minutes, since machines that test are busy. */
  readonly startLimit?: number
}
