import type { ErasureReport } from '@wasla/sdk'

/** What one module had to do with a request. */
export interface ModuleReport {
  readonly status: 'done' | 'no_personal_data' | 'code_missing' | 'failed'
  /** Whether the module was on; its data counts either way. */
  readonly active: boolean
  readonly erased?: readonly ErasureReport[]
  /** Records by type. */
  readonly exported?: Readonly<Record<string, number>>
  /** Why its part could not be done. */
  readonly reason?: string
}

/** What came of a request so far, step by step. */
export interface PrivacyReport {
  readonly modules?: Readonly<Record<string, ModuleReport>>
  readonly platform?: readonly ErasureReport[]
  /** Rows of the audit trail, of events and of queues that were emptied or made anonymous. */
  readonly traces?: Readonly<Record<string, number>>
  /** Tables of the platform in which an identifier still stands. */
  readonly remaining?: readonly { readonly table: string; readonly rows: number }[]
  /** Request ids under which modules erased: the trail knows by them which records it was. */
  readonly requestIds?: readonly string[]
  /** Why nothing was erased. */
  readonly refusal?: { readonly code: string; readonly reason: string }
}
