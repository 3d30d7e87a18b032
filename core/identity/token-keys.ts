import { hashToken } from './session-token.ts'

interface KnownToken {
  readonly token: string
  readonly key: string
}

/**
 * The keys under which sessions are remembered: hashes, so that memory holds no token for longer than a
 * connection. A client repeats its token with every request of a connection, where it is hashed once.
 */
export class TokenKeys {
  readonly #byConnection = new WeakMap<object, KnownToken>()

  keyOf(token: string, connection: object | undefined): string {
    const known = connection === undefined ? undefined : this.#byConnection.get(connection)
    if (known?.token === token) return known.key
    const key = hashToken(token).toString('base64')
    if (connection !== undefined) this.#byConnection.set(connection, { token, key })
    return key
  }
}
