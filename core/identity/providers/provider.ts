/** Somebody else who says who a person is. */
export interface SignInProvider {
  /** `google`, `microsoft`, `facebook`, or `sso:` and the id of an organization's own. */
  readonly key: string
  readonly name: string
  /** Facebook speaks OAuth 2 with a profile of its own instead of OpenID Connect. */
  readonly protocol: 'openid' | 'facebook'
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Set for an organization's own: it vouches for people of this organization only. */
  readonly organization?: ProviderOrganization
}

export interface ProviderOrganization {
  readonly id: string
  /** New people with an address of these domains become members. */
  readonly emailDomains: readonly string[]
  readonly role: string
}

/** What a provider says of a person. */
export interface ExternalIdentity {
  readonly subject: string
  readonly email: string | undefined
  /** Whether the provider has seen to it that the address is theirs. */
  readonly emailVerified: boolean
  readonly name: string | undefined
  /** Whether the provider asked for a second factor itself. */
  readonly secondFactor: boolean
}

/** What stands behind `google`, `microsoft` and `facebook` in the host's configuration. */
export interface ProviderCredentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Another issuer than the provider's own: for tests, or for one tenant of Microsoft's. */
  readonly issuer?: string
}

export interface PlatformProviders {
  readonly google?: ProviderCredentials
  readonly microsoft?: ProviderCredentials
  readonly facebook?: ProviderCredentials
}

const KNOWN = {
  google: { name: 'Google', protocol: 'openid', issuer: 'https://accounts.google.com' },
  microsoft: {
    name: 'Microsoft',
    protocol: 'openid',
    issuer: 'https://login.microsoftonline.com/common/v2.0',
  },
  facebook: { name: 'Facebook', protocol: 'facebook', issuer: 'https://graph.facebook.com' },
} as const satisfies Record<keyof PlatformProviders, Pick<SignInProvider, 'name' | 'protocol' | 'issuer'>>

/** The providers that the host's configuration names, for people of all organizations. */
export function listPlatformProviders(configured: PlatformProviders): SignInProvider[] {
  return (Object.keys(KNOWN) as (keyof PlatformProviders)[]).flatMap((key) => {
    const credentials = configured[key]
    return credentials === undefined ? [] : [{ key, ...KNOWN[key], ...defined(credentials) }]
  })
}

function defined({ issuer, ...credentials }: ProviderCredentials): ProviderCredentials {
  return issuer === undefined ? credentials : { ...credentials, issuer }
}
