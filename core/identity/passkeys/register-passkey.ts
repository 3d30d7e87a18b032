import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { conflict, invalid } from '@wasla/sdk'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { Session } from '../session.ts'
import { consumeChallenge, createChallenge } from './challenge.ts'
import { relyingPartyOf } from './relying-party.ts'
import { loadWebAuthn } from './web-authn.ts'

const MOST_PASSKEYS = 20

/**
 * What a browser needs to make a passkey.
 * @throws conflict `too_many_passkeys`
 */
export async function beginPasskey(
  dependencies: AccountDependencies,
  session: Session,
  currentPassword: string | undefined,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { platform, origin } = dependencies
  const person = await confirmIdentity(dependencies, session, currentPassword)
  const present = await platform.asSystem<{ id: string; transports: string[] }>(
    'select credential_id as id, transports from platform.passkeys where user_id = $1',
    [person.id],
  )
  if (present.length >= MOST_PASSKEYS) {
    throw conflict('too_many_passkeys', `An account has at most ${MOST_PASSKEYS} passkeys; remove one first.`)
  }
  const { name, id } = relyingPartyOf(origin)
  const challenge = await createChallenge(platform.asSystem, person.id)
  const { generateRegistrationOptions } = await loadWebAuthn()
  return generateRegistrationOptions({
    rpName: name,
    rpID: id,
    // The person's id: the same on each device, and it tells nothing about them.
    userID: Uint8Array.from(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    userName: person.email,
    userDisplayName: person.name,
    challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
    excludeCredentials: present,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Keeps a passkey that a browser made.
 * @throws invalid `passkey_invalid`
 */
export async function finishPasskey(
  dependencies: AccountDependencies,
  session: Session,
  { name, credential }: { readonly name: string; readonly credential: RegistrationResponseJSON },
): Promise<string> {
  const { platform } = dependencies
  const userId = session.principal.id
  const { id: rpId, origin } = relyingPartyOf(dependencies.origin)
  const { verifyRegistrationResponse } = await loadWebAuthn()
  const verified = await verifyRegistrationResponse({
    response: credential,
    expectedChallenge: (challenge) => consumeChallenge(platform.asSystem, challenge, userId),
    expectedOrigin: origin,
    expectedRPID: rpId,
    expectedType: 'webauthn.create',
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw notAccepted(error)
  })
  if (!verified.verified) throw notAccepted()
  const { credential: key, credentialBackedUp } = verified.registrationInfo
  return platform.transaction(async (query) => {
    const [passkey] = await query<{ id: string }>(
      `insert into platform.passkeys (user_id, credential_id, public_key, counter, transports, name, backed_up)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (credential_id) do nothing returning id`,
      [
        userId,
        key.id,
        Buffer.from(key.publicKey),
        key.counter,
        key.transports ?? [],
        name,
        credentialBackedUp,
      ],
    )
    if (passkey === undefined) throw notAccepted()
    await postSecurityNotice(query, { id: userId }, 'passkey-added', { name })
    return passkey.id
  })
}

function notAccepted(cause?: unknown) {
  return invalid(
    'passkey_invalid',
    'The passkey could not be accepted: it is known already, was made for another site, or took too long; begin again.',
    { cause },
  )
}
