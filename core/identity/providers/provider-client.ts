import { unavailable } from '@wasla/sdk'
import type { Configuration } from 'openid-client'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { createGuardedFetch } from '../../outbound/guarded-fetch.ts'
import type { Outbound } from '../../outbound/resolve-target.ts'
import type { ExternalIdentity, SignInProvider } from './provider.ts'

/** What binds an answer of a provider to the question. */
export interface Exchange {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** Speaks with providers. */
export interface ProviderClient {
  /** Where the person goes. @throws unavailable `provider_unreachable` */
  authorizationUrl(provider: SignInProvider, exchange: Exchange): Promise<URL>
  /** Turns the provider's answer into what it says of the person; throws when anything about it is wrong. */
  identify(provider: SignInProvider, answer: URL, exchange: Exchange): Promise<ExternalIdentity>
}

export interface ProviderClientOptions {
  /** Where providers send people back to. */
  readonly redirectUri: string
  /** Lets providers be on http and in private networks: in development. */
  readonly insecure: boolean
  readonly outbound: Outbound
}

const HOUR = 3_600_000

// With its cryptography, for the deployments that sign people in elsewhere.
const loadOpenid = () => import('openid-client')

const facebookProfile = z.object({
  id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
})

/** Facebook's addresses: it publishes no metadata that says so. */
function facebookMetadata(issuer: string) {
  const own = issuer === 'https://graph.facebook.com'
  return {
    issuer,
    authorization_endpoint: own ? 'https://www.facebook.com/v24.0/dialog/oauth' : `${issuer}/dialog/oauth`,
    token_endpoint: `${issuer}/v24.0/oauth/access_token`,
  }
}

export function createProviderClient({
  redirectUri,
  insecure,
  outbound,
}: ProviderClientOptions): ProviderClient {
  const guardedFetch = createGuardedFetch(outbound)
  const configurations = new LRUCache<string, Promise<Configuration>>({ max: 1000, ttl: HOUR })

  async function configure({ protocol, issuer, clientId, clientSecret, organization }: SignInProvider) {
    const { allowInsecureRequests, ClientSecretPost, customFetch, discovery, ...openid } = await loadOpenid()
    const authentication = ClientSecretPost(clientSecret)
    const configuration =
      protocol === 'facebook'
        ? new openid.Configuration(facebookMetadata(issuer), clientId, clientSecret, authentication)
        : await discovery(new URL(issuer), clientId, clientSecret, authentication, {
            ...(insecure ? { execute: [allowInsecureRequests] } : {}),
            // Organizations name their issuers themselves.
            ...(organization === undefined || insecure ? {} : { [customFetch]: guardedFetch }),
          })
    if (insecure) allowInsecureRequests(configuration)
    return configuration
  }

  function configurationOf(provider: SignInProvider): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = provider
    const key = JSON.stringify([provider.key, issuer, clientId, clientSecret])
    const known = configurations.get(key)
    if (known !== undefined) return known
    const configured = configure(provider).catch((error: unknown) => {
      configurations.delete(key)
      throw unavailable(
        'provider_unreachable',
        `"${provider.name}" does not answer as an OpenID provider, so nobody can sign in by it now; try again later, or check its issuer.`,
        { cause: error },
      )
    })
    configurations.set(key, configured)
    return configured
  }

  return {
    async authorizationUrl(provider, { state, nonce, codeVerifier }) {
      const openid = provider.protocol === 'openid'
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await loadOpenid()
      return buildAuthorizationUrl(await configurationOf(provider), {
        redirect_uri: redirectUri,
        scope: openid ? 'openid email profile' : 'public_profile,email',
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        ...(openid ? { nonce } : {}),
      })
    },
    async identify(provider, answer, { state, nonce, codeVerifier }) {
      const { authorizationCodeGrant, fetchProtectedResource } = await loadOpenid()
      const configuration = await configurationOf(provider)
      const openid = provider.protocol === 'openid'
      const tokens = await authorizationCodeGrant(configuration, answer, {
        pkceCodeVerifier: codeVerifier,
        expectedState: state,
        ...(openid ? { expectedNonce: nonce, idTokenExpected: true } : {}),
      })
      if (openid) return identityOf(tokens.claims() ?? {})
      const profile = new URL(`${provider.issuer}/v24.0/me?fields=id,name,email`)
      const response = await fetchProtectedResource(configuration, tokens.access_token, profile, 'GET')
      const { id, name, email } = facebookProfile.parse(await response.json())
      // Facebook does not say whether it has verified the address.
      return { subject: id, name, email, emailVerified: false, secondFactor: false }
    },
  }
}

const claimsOfInterest = z.object({
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
  amr: z.array(z.string()).optional(),
})

function identityOf(claims: object): ExternalIdentity {
  const { sub, email, email_verified, name, amr } = claimsOfInterest.parse(claims)
  return {
    subject: sub,
    email: email?.trim().normalize('NFC').toLowerCase(),
    emailVerified: email_verified === true,
    name,
    secondFactor: amr?.some((method) => method === 'mfa' || method === 'otp') ?? false,
  }
}
