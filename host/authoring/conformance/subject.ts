import type { Manifest } from '@wasla/sdk'
import type { ExportLog } from './people.ts'
import type { ConformanceOptions, TestHost, TestOrganization } from '@wasla/sdk/testing'

/** What every check is given: the plugin in a running host, with its module on in two organizations. */
export interface Subject {
  readonly options: ConformanceOptions
  readonly manifest: Manifest
  readonly directory: string
  /** Its Postgres schema. */
  readonly schema: string
  readonly host: TestHost
  /** Where the seed's rows are. */
  readonly ours: TestOrganization
  /** Another organization with the module on. */
  readonly theirs: TestOrganization
  /** One with what the module requires, and without the module. */
  readonly without: TestOrganization
  /** Whether the host serves pages of it. */
  readonly hasPages: boolean
  /** What its `privacy.export` answered. */
  readonly exports: ExportLog
  /** What the seed answered. */
  readonly seeded: Readonly<Record<string, string | Readonly<Record<string, string>>>> | undefined
}

/** What a check saw. With `skipped` it could not look, and says why. */
export interface Looked {
  readonly looked: number
  readonly findings: readonly string[]
  readonly skipped?: string
}

export interface Check {
  readonly name: string
  look(subject: Subject): Promise<Looked>
}
