/** The session cookie of a deployment: name and attributes depend on whether it is served over https. */
export interface SessionCookie {
  /** The token in a `Cookie` header. */
  read(header: string | undefined): string | undefined
  /** A `Set-Cookie` header. */
  set(token: string, expires: Date): string
  clear(): string
}

// Tokens are of URL-safe characters, so nothing here needs encoding.
export function createSessionCookie(secure: boolean): SessionCookie {
  // Browsers accept the prefix only with Secure, for this host alone and all of its paths.
  const name = secure ? '__Host-wasla' : 'wasla'
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const pattern = new RegExp(`(?:^|; *)${name}=([^;]*)`)
  return {
    read: (header) => (header === undefined ? undefined : pattern.exec(header)?.[1]),
    set: (token, expires) => `${name}=${token}; Expires=${expires.toUTCString()}; ${attributes}`,
    clear: () => `${name}=; Expires=${new Date(0).toUTCString()}; ${attributes}`,
  }
}
