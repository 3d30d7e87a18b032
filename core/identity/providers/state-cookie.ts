const MAX_AGE = 600

/** Keeps the state of a sign-in at a provider in the browser that began it. */
export interface StateCookie {
  read(header: string | undefined): string | undefined
  set(state: string): string
  clear(): string
}

export function createStateCookie(secure: boolean): StateCookie {
  const name = secure ? '__Host-wasla-provider' : 'wasla-provider'
  // Lax: the way back from the provider is a navigation that comes from another site.
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const pattern = new RegExp(`(?:^|; *)${name}=([\\w-]*)`)
  return {
    read: (header) => (header === undefined ? undefined : pattern.exec(header)?.[1]),
    set: (state) => `${name}=${state}; Max-Age=${MAX_AGE}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  }
}
