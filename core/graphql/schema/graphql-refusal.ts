/** Why a plugin's part of the schema cannot be taken, and whose it is. */
export class GraphqlRefusal extends Error {
  readonly plugin: string
  readonly code: string

  constructor(plugin: string, code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'GraphqlRefusal'
    this.plugin = plugin
    this.code = code
  }
}
