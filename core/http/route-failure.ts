/** A mistake in a plugin's routes: the plugin is quarantined with this code and sentence. */
export class RouteFailure extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'RouteFailure'
    this.code = code
  }
}
