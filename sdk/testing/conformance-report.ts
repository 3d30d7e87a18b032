import type { KnownPerson, PluginUnderTest, TestOrganization } from './test-host.ts'

/** How one promise of the platform fared with the plugin. */
export interface ConformanceCheck {
  /** What was promised: "a stranger gets 401 on every route". */
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** What does not hold, a sentence each; for a skipped check, why it could not be made. */
  readonly findings: readonly string[]
  /** How many things were looked at: routes, tables, messages. */
  readonly looked: number
}

/** What the kit found. `text` reads as a report, `badge` is a line of Markdown for a README. */
export interface ConformanceReport {
  readonly plugin: string
  readonly version: string
  readonly checks: readonly ConformanceCheck[]
  /** Every finding of a failed check, with the check's name before it. */
  readonly failed: readonly string[]
  readonly text: string
  readonly badge: string
}

export interface ConformanceOptions extends PluginUnderTest {
  /**
   * Makes one row of each kind and answers the ids for the routes' path parameters, by parameter name or, where two
   * routes mean different things by one name, by path: `{ id, 'GET /tickets/{id}/comments': { id: ticketId } }`.
   * It is called more than once. Where a row is about somebody, let it be about `person`, who is then exported and erased.
   */
  readonly seed?: (
    organization: TestOrganization,
    person: KnownPerson,
  ) => Promise<Readonly<Record<string, string | Readonly<Record<string, string>>>>>
  /** Other plugins of yours that it requires, besides those every host has. */
  readonly others?: readonly PluginUnderTest[]
  readonly environment?: Readonly<Record<string, string>>
  readonly cluster?: string
  /** Tables that hold a handful of rows per organization by nature, such as stages; reading all of them is no fault. */
  readonly smallTables?: readonly string[]
  /** Rows per table for the check of indexes. Default 100,000. */
  readonly rows?: number
}
