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

/** A plugin's part in answering "what do you know of me" and "forget me". Required with personal data. */
export interface PrivacyDefinition {
  readonly export: (ctx: SystemContext, subject: DataSubject) => Promise<readonly PersonalRecords[]>
  readonly erase: (ctx: SystemContext, subject: DataSubject) => Promise<readonly ErasureReport[]>
}
