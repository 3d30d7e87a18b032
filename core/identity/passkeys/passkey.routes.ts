import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { RouteServer } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { signedIn } from '../auth.schema.ts'
import { clientOf } from '../client.ts'
import type { SignInDependencies } from '../complete-sign-in.ts'
import { personalSession } from '../personal-session.ts'
import { ownerConfirmation, pendingSecondFactor } from '../second-factor/second-factor.schema.ts'
import type { SignInReply } from '../sign-in-reply.ts'
import { listPasskeys, removePasskey, renamePasskey } from './manage-passkeys.ts'
import {
  browserOptions,
  createdPasskey,
  newPasskey,
  passkeyList,
  passkeyName,
  passkeyParams,
  passkeySignIn,
} from './passkey.schema.ts'
import { beginPasskey, finishPasskey } from './register-passkey.ts'
import { beginPasskeySignIn, signInWithPasskey } from './sign-in-with-passkey.ts'

const tags = ['Passkeys']
const anonymous = { anonymous: true } as const
const member = { member: true } as const

/** Signing in without a password, and the passkeys of a person. */
export function passkeyRoutes(
  app: RouteServer,
  dependencies: AccountDependencies & SignInDependencies & { readonly answerSignIn: SignInReply },
): void {
  const { platform, answerSignIn } = dependencies

  app.post(
    '/auth/passkey/options',
    {
      config: anonymous,
      schema: { tags, summary: 'Begin to sign in with a passkey', response: { 200: browserOptions } },
    },
    async () => ({ options: { ...(await beginPasskeySignIn(dependencies)) } }),
  )
  app.post(
    '/auth/passkey',
    {
      config: anonymous,
      schema: {
        tags,
        summary: 'Sign in with a passkey',
        body: passkeySignIn,
        response: { 200: signedIn, 202: pendingSecondFactor },
      },
    },
    async (request, reply) => {
      const { organizationId } = request.body
      // The library checks what the schema leaves open.
      const credential = request.body.credential as AuthenticationResponseJSON
      const outcome = await signInWithPasskey(dependencies, { credential, organizationId }, clientOf(request))
      if ('answer' in outcome) return answerSignIn(reply, outcome)
      return reply.code(202).send(outcome)
    },
  )
  app.get(
    '/users/me/passkeys',
    { config: member, schema: { tags, summary: 'Your passkeys', response: { 200: passkeyList } } },
    async (request) => ({ items: await listPasskeys(platform, personalSession(request).principal.id) }),
  )
  app.post(
    '/users/me/passkeys/options',
    {
      config: member,
      schema: {
        tags,
        summary: 'Begin to add a passkey',
        body: ownerConfirmation,
        response: { 200: browserOptions },
      },
    },
    async (request) => ({
      options: {
        ...(await beginPasskey(dependencies, personalSession(request), request.body.currentPassword)),
      },
    }),
  )
  app.post(
    '/users/me/passkeys',
    {
      config: member,
      schema: { tags, summary: 'Add a passkey', body: newPasskey, response: { 201: createdPasskey } },
    },
    async (request, reply) => {
      const { name } = request.body
      const credential = request.body.credential as RegistrationResponseJSON
      const id = await finishPasskey(dependencies, personalSession(request), { name, credential })
      return reply.code(201).send({ id })
    },
  )
  app.patch(
    '/users/me/passkeys/:id',
    {
      config: member,
      schema: { tags, summary: 'Rename a passkey', params: passkeyParams, body: passkeyName },
    },
    async (request, reply) => {
      const { principal } = personalSession(request)
      await renamePasskey(platform, principal.id, request.params.id, request.body.name)
      return reply.code(204).send()
    },
  )
  app.post(
    '/users/me/passkeys/:id/remove',
    {
      config: member,
      schema: { tags, summary: 'Remove a passkey', params: passkeyParams, body: ownerConfirmation },
    },
    async (request, reply) => {
      await removePasskey(dependencies, personalSession(request), { id: request.params.id, ...request.body })
      return reply.code(204).send()
    },
  )
}
