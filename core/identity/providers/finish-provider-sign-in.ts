import { forbidden, isWaslaError, unauthenticated } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { completeSignIn, type SignInDependencies, type SignInOutcome } from '../complete-sign-in.ts'
import type { Session } from '../session.ts'
import { hashToken } from '../session-token.ts'
import type { Client } from '../stored-sessions.ts'
import type { ProviderDependencies } from './begin-provider-sign-in.ts'
import { linkIdentity } from './link-identity.ts'
import { matchAccount } from './match-account.ts'
import type { ExternalIdentity, SignInProvider } from './provider.ts'

interface Begun {
  readonly provider: string
  readonly nonce: string
  readonly code_verifier: string
  readonly return_to: string
  readonly user_id: string | null
}

export interface FinishedSignIn {
  readonly returnTo: string
  /** None when an identity was linked. */
  readonly outcome: SignInOutcome | undefined
}

export interface ProviderAnswer {
  /** The whole address the provider sent the person to. */
  readonly url: URL
  /** What the browser kept. */
  readonly state: string | undefined
  /** Whoever is signed in already. */
  readonly session: Session | null
}

const refused = (cause?: unknown) =>
  unauthenticated(
    'provider_refused',
    'The sign-in at the provider did not succeed, took too long, or was begun elsewhere; begin again.',
    { cause },
  )

async function identify(
  { client }: ProviderDependencies,
  provider: SignInProvider,
  { url }: ProviderAnswer,
  state: string,
  begun: Begun,
): Promise<ExternalIdentity> {
  try {
    return await client.identify(provider, url, {
      state,
      nonce: begun.nonce,
      codeVerifier: begun.code_verifier,
    })
  } catch (error) {
    throw isWaslaError(error) ? error : refused(error)
  }
}

/**
 * Finishes what was begun at a provider: signs in whoever it vouches for, or links the identity to whoever began it.
 * @throws unauthenticated `provider_refused`
 */
export async function finishProviderSignIn(
  dependencies: ProviderDependencies & AccountDependencies & SignInDependencies,
  answer: ProviderAnswer,
  client: Client,
): Promise<FinishedSignIn> {
  const { platform, providers } = dependencies
  const { state, session } = answer
  if (state === undefined || answer.url.searchParams.get('state') !== state) throw refused()
  const [begun] = await platform.asSystem<Begun>(
    `delete from platform.provider_sign_ins where state_hash = $1 and expires_at > now()
     returning provider, nonce, code_verifier, return_to, user_id`,
    [hashToken(state)],
  )
  if (begun === undefined) throw refused()
  const provider = await providers.find(begun.provider)
  const identity = await identify(dependencies, provider, answer, state, begun)
  if (begun.user_id !== null) {
    if (session?.principal.id !== begun.user_id) {
      throw forbidden(
        'sign_in_again',
        'Whoever began this is not signed in any more; sign in and begin again.',
      )
    }
    await linkIdentity(dependencies, provider, identity, begun.user_id)
    return { returnTo: begun.return_to, outcome: undefined }
  }
  const userId = await matchAccount(dependencies, provider, identity)
  const outcome = await completeSignIn(
    dependencies,
    {
      userId,
      organizationId: provider.organization?.id,
      method: provider.key,
      secondFactor: provider.organization !== undefined && identity.secondFactor,
    },
    client,
  )
  return { returnTo: begun.return_to, outcome }
}
