/** Whose passkeys these are: the host name of the origin that people open. Browsers refuse an IP address. */
export interface RelyingParty {
  readonly name: string
  readonly id: string
  readonly origin: string
}

export function relyingPartyOf(origin: string): RelyingParty {
  return { name: 'Wasla', id: new URL(origin).hostname, origin }
}
