/** Why a host could not start; the codes are stable and documented. */
export type StartErrorCode =
  | 'invalid_setting'
  | 'port_in_use'
  | 'address_unavailable'
  | 'unreachable_database'
  | 'database_login_refused'
  | 'database_missing'
  | 'privileged_database_login'
  | 'unsupported_postgresql'
  | 'locked_data_directory'
  | 'unusable_data_directory'
  | 'embedded_postgres_failed'
  | 'invalid_plugin_list'
  | 'unknown_plugin'
  | 'plugin_name_invalid'
  | 'directory_not_empty'
  | 'plugin_not_found'
  | 'plugin_listed_already'
  | 'plugin_built_in'
  | 'package_unknown'
  | 'plugin_not_installed'
  | 'part_exists'
  | 'part_unknown'
  | 'event_unknown'
  | 'not_a_plugin'
  | 'api_report_unreadable'
  | 'drawing_not_written'
  | 'admin_ui_missing'
  | 'plugin_not_loaded'
  | 'file_storage_incomplete'
  | 'sms_incomplete'
  | 'registration_needs_mail'

/** One sentence for the person at the terminal: what happened, what it means, what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Compares by name, so that an error of another copy of the package is recognised too. */
export function isStartError(error: unknown): error is StartError {
  return error instanceof Error && error.name === 'StartError'
}
