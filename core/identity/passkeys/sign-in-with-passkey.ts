import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { unauthenticated } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { completeSignIn, type SignInDependencies, type SignInOutcome } from '../complete-sign-in.ts'
import type { Client } from '../stored-sessions.ts'
import { consumeChallenge, createChallenge } from './challenge.ts'
import { relyingPartyOf } from './relying-party.ts'
import { loadWebAuthn } from './web-authn.ts'

interface StoredPasskey {
  readonly id: string
  readonly user_id: string
  readonly public_key: Buffer
  readonly counter: string
  readonly transports: string[]
}

/** What a browser needs to ask for any of its passkeys; nobody has to say who they are. */
export async function beginPasskeySignIn({
  platform,
  origin,
}: Pick<AccountDependencies, 'platform' | 'origin'>): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await createChallenge(platform.asSystem, null)
  const { generateAuthenticationOptions } = await loadWebAuthn()
  return generateAuthenticationOptions({
    rpID: relyingPartyOf(origin).id,
    challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
    userVerification: 'required',
  })
}

const refused = (cause?: unknown) =>
  unauthenticated('passkey_refused', 'This passkey does not sign in here; use another way, or begin again.', {
    cause,
  })

async function verify(
  { platform, origin: ourOrigin }: Pick<AccountDependencies, 'platform' | 'origin'>,
  response: AuthenticationResponseJSON,
  { public_key, counter, transports }: StoredPasskey,
): Promise<number> {
  const { id: rpId, origin } = relyingPartyOf(ourOrigin)
  const { verifyAuthenticationResponse } = await loadWebAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => consumeChallenge(platform.asSystem, challenge, null),
    expectedOrigin: origin,
    expectedRPID: rpId,
    expectedType: 'webauthn.get',
    credential: {
      id: response.id,
      publicKey: Uint8Array.from(public_key),
      counter: Number(counter),
      transports,
    },
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw refused(error)
  })
  if (!verified) throw refused()
  return authenticationInfo.newCounter
}

/**
 * Signs a person in by a passkey: something they have, unlocked by something they are or know, so no second factor follows.
 * @throws unauthenticated `passkey_refused`
 */
export async function signInWithPasskey(
  dependencies: Pick<AccountDependencies, 'platform' | 'origin'> & SignInDependencies,
  {
    credential,
    organizationId,
  }: {
    readonly credential: AuthenticationResponseJSON
    readonly organizationId?: string
  },
  client: Client,
): Promise<SignInOutcome> {
  const { platform } = dependencies
  const [passkey] = await platform.asSystem<StoredPasskey>(
    'select id, user_id, public_key, counter, transports from platform.passkeys where credential_id = $1',
    [credential.id],
  )
  if (passkey === undefined) throw refused()
  const counter = await verify(dependencies, credential, passkey)
  await platform.asSystem('update platform.passkeys set counter = $2, last_used_at = now() where id = $1', [
    passkey.id,
    counter,
  ])
  return completeSignIn(
    dependencies,
    { userId: passkey.user_id, organizationId, method: 'passkey', secondFactor: true },
    client,
  )
}
