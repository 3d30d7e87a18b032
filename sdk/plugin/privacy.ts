import type { SystemContext } from '../context/context.ts'

/** A person about whom data is held: every way in which plugins may know them. */
export interface DataSubject {
  readonly email?: string
  /** E.164. */
  readonly phone?: string
  readonly userId?: string
}

/** One kind of record held about a person. */
export interface PersonalRecords {
  readonly type: string
  readonly records: readonly Record<string, unknown>[]
  /** Files of the plugin in `fileStore` that belong to them; their content goes into the archive. */
  readonly files?: readonly string[]
}

export interface ErasureReport {
  readonly type: string
  readonly erased: number
  readonly anonymised: number
  /** What had to be kept and the legal reason. */
  readonly kept: readonly { readonly count: number; readonly reason: string }[]
}

/** A plugin's part of a request, seen from inside; `ctx.signal` is aborted when it shall stop. */
export interface PrivacyRun {
  /** Tells those who wait how far this plugin is: 0 to 1. Call it between batches. */
  progress(fraction: number): Promise<void>
}

/** A plugin's part in answering "what do you know of me" and "forget me". Required with personal data. */
export interface PrivacyDefinition {
  readonly export: (
    ctx: SystemContext,
    subject: DataSubject,
    run: PrivacyRun,
  ) => Promise<readonly PersonalRecords[]>
  /** Done again after an interruption, so what is forgotten already is no error. */
  readonly erase: (
    ctx: SystemContext,
    subject: DataSubject,
    run: PrivacyRun,
  ) => Promise<readonly ErasureReport[]>
}
