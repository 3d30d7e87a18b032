import { invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { hashToken } from '../session-token.ts'
import type { ProviderClient } from './provider-client.ts'
import type { ProviderDirectory } from './provider-directory.ts'

const VALID_MINUTES = 10

export interface ProviderDependencies {
  readonly platform: PlatformDatabase
  readonly providers: ProviderDirectory
  readonly client: ProviderClient
  readonly origin: string
}

export interface BegunSignIn {
  /** Where the person goes. */
  readonly url: string
  /** Kept by the browser, so that nobody else finishes this. */
  readonly state: string
}

/** A page of ours to come back to; anything that leads elsewhere is refused. */
function ownPage(returnTo: string, origin: string): string {
  const page = URL.canParse(returnTo, origin) ? new URL(returnTo, origin) : undefined
  if (page?.origin === origin && returnTo.startsWith('/')) return `${page.pathname}${page.search}${page.hash}`
  throw invalid('return_to_invalid', '"returnTo" must be a path of this host, such as /admin.', {
    fields: [{ field: 'returnTo', message: 'is no path of this host' }],
  })
}

/**
 * Begins a sign-in at a provider, or, for somebody who is signed in, the linking of an identity there.
 * @throws notFound `provider_not_found`; unavailable `provider_unreachable`
 */
export async function beginProviderSignIn(
  { platform, providers, client, origin }: ProviderDependencies,
  request: { readonly key: string; readonly returnTo: string; readonly linkTo?: string },
): Promise<BegunSignIn> {
  const provider = await providers.find(request.key)
  if (request.linkTo !== undefined && provider.organization !== undefined) {
    throw invalid(
      'provider_not_linkable',
      'An organization’s own sign-in is not linked by hand: it could open what you have in other organizations.',
    )
  }
  const returnTo = ownPage(request.returnTo, origin)
  const { randomNonce, randomPKCECodeVerifier, randomState } = await import('openid-client')
  const exchange = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
  const url = await client.authorizationUrl(provider, exchange)
  await platform.asSystem(
    `insert into platform.provider_sign_ins (state_hash, provider, nonce, code_verifier, return_to, user_id, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + interval '${VALID_MINUTES} minutes')`,
    [
      hashToken(exchange.state),
      provider.key,
      exchange.nonce,
      exchange.codeVerifier,
      returnTo,
      request.linkTo ?? null,
    ],
  )
  return { url: url.href, state: exchange.state }
}
