import type { Statement } from './statement.ts'

/** Where a transaction keeps the rows of its inserts as JSON, for the statement behind them. */
export const WRITTEN_ROWS = 'app.written_rows'

/** What a transaction is bound to: organization, actor and request for policies and audit, and the role. */
export interface Settings {
  readonly organizationId: string
  readonly actorId: string | null
  readonly requestId: string
  /** Resources of which only the actor's own rows are theirs, each between spaces. Default: none. */
  readonly ownOnly?: string
  /** `none` is the login role, for the platform's own tables. */
  readonly role: string
  readonly readOnly: boolean
}

// One condition over all of them, so that every one is set and no row has to travel.
const settingAll =
  "set_config('app.organization_id',$1,true)||set_config('app.actor_id',$2,true)||" +
  "set_config('app.request_id',$3,true)||set_config('role',$4,true)||set_config('transaction_read_only',$5,true)||" +
  "set_config('app.own_only',$6,true)"
const text = `select where (${settingAll}) is null`
const textForRows = `select where (${settingAll}||set_config('app.request_ids',$7,true)) is null`

const roleText = "select where set_config('role',$1,true) is null"

/**
 * Binds the transaction; comes before everything else in it, because the plugin's statement is checked
 * against the role when it is parsed. All are set every time, so nothing of an earlier user can remain.
 */
export function settingsStatement(settings: Settings, named: boolean): Statement {
  const { organizationId, actorId, requestId, role, readOnly, ownOnly } = settings
  return {
    text,
    values: [organizationId, actorId ?? '', requestId, role, readOnly ? 'on' : 'off', ownOnly ?? ''],
    name: named ? 'wasla_settings' : undefined,
  }
}

/** The same before one statement of several requests: the audit takes theirs from the list, one for each row. */
export function settingsForRows(settings: Settings, requestIds: readonly string[]): Statement {
  const several = requestIds.length > 1
  const { values } = settingsStatement(several ? { ...settings, requestId: '' } : settings, true)
  return {
    text: textForRows,
    values: [...(values ?? []), several ? requestIds.map((id) => `${id}\n`).join('') : ''],
    name: 'wasla_settings_for_rows',
  }
}

/** Limits what follows in the transaction to the actor's own rows of these resources. */
export function ownOnlyStatement(ownOnly: string): Statement {
  return { text: "select set_config('app.own_only',$1,true)", values: [ownOnly] }
}

/** Changes the role for the rest of the transaction. */
export function roleStatement(role: string, named = false): Statement {
  return { text: roleText, values: [role], name: named ? 'wasla_role' : undefined }
}
