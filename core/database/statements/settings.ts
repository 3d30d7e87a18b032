import type { Statement } from './statement.ts'

/** Where a transaction keeps the row of an insert as JSON, for the statements behind it. */
export const WRITTEN_ROW = 'app.written_row'

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
const textForRow = `select where (${settingAll}||set_config('${WRITTEN_ROW}','',true)) is null`

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

/** The same before an insert that leaves its row, in a transaction where another may have left its own. */
export function settingsForRow(settings: Settings): Statement {
  return { ...settingsStatement(settings, true), text: textForRow, name: 'wasla_settings_for_row' }
}

/** Limits what follows in the transaction to the actor's own rows of these resources. */
export function ownOnlyStatement(ownOnly: string): Statement {
  return { text: "select set_config('app.own_only',$1,true)", values: [ownOnly] }
}

/** Changes the role for the rest of the transaction. */
export function roleStatement(role: string, named = false): Statement {
  return { text: roleText, values: [role], name: named ? 'wasla_role' : undefined }
}
