import type { RouteServer } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { accepted } from '../accounts/account.schema.ts'
import { signedIn } from '../auth.schema.ts'
import { clientOf } from '../client.ts'
import type { SignInDependencies } from '../complete-sign-in.ts'
import { personalSession } from '../personal-session.ts'
import type { SignInReply } from '../sign-in-reply.ts'
import { completeSecondFactor } from './complete-second-factor.ts'
import { beginTotp, confirmTotp, removeTotp, renewBackupCodes } from './manage-totp.ts'
import { readSecondFactor } from './read-second-factor.ts'
import { isSecondFactorRequired, requireSecondFactor } from './require-second-factor.ts'
import {
  backupCodes,
  codeRequest,
  ownerConfirmation,
  secondFactorAnswer,
  secondFactorRequirement,
  secondFactorState,
  totpCode,
  totpSetup,
} from './second-factor.schema.ts'
import { sendCode } from './send-code.ts'

const tags = ['Second factor']
const anonymous = { anonymous: true } as const
const member = { member: true } as const

/** The second step of a sign-in, and what people and organizations set up for it. */
export function secondFactorRoutes(
  app: RouteServer,
  dependencies: AccountDependencies & SignInDependencies & { readonly answerSignIn: SignInReply },
): void {
  const { platform, channels, answerSignIn } = dependencies

  app.post(
    '/auth/second-factor',
    {
      config: anonymous,
      schema: { tags, summary: 'Complete a sign-in', body: secondFactorAnswer, response: { 200: signedIn } },
    },
    async (request, reply) =>
      answerSignIn(reply, await completeSecondFactor(dependencies, request.body, clientOf(request))),
  )
  app.post(
    '/auth/second-factor/send',
    {
      config: anonymous,
      schema: { tags, summary: 'Send a one-time code', body: codeRequest, response: { 202: accepted } },
    },
    async (request, reply) => {
      await sendCode(dependencies, channels, request.body)
      return reply.code(202).send({ accepted: true })
    },
  )
  app.get(
    '/users/me/second-factor',
    {
      config: member,
      schema: { tags, summary: 'What protects your account', response: { 200: secondFactorState } },
    },
    (request) => readSecondFactor(platform, personalSession(request)),
  )
  app.post(
    '/users/me/second-factor/totp',
    {
      config: member,
      schema: {
        tags,
        summary: 'Begin with an authenticator app',
        body: ownerConfirmation,
        response: { 200: totpSetup },
      },
    },
    async (request, reply) => {
      const setup = await beginTotp(dependencies, personalSession(request), request.body.currentPassword)
      return reply.header('cache-control', 'no-store').send(setup)
    },
  )
  app.post(
    '/users/me/second-factor/totp/confirm',
    {
      config: member,
      schema: {
        tags,
        summary: 'Turn the authenticator app on by its first code',
        body: totpCode,
        response: { 200: backupCodes },
      },
    },
    async (request, reply) => {
      const codes = await confirmTotp(dependencies, personalSession(request), request.body.code)
      return reply.header('cache-control', 'no-store').send({ backupCodes: codes })
    },
  )
  app.post(
    '/users/me/second-factor/totp/remove',
    { config: member, schema: { tags, summary: 'Remove the authenticator app', body: ownerConfirmation } },
    async (request, reply) => {
      await removeTotp(dependencies, personalSession(request), request.body.currentPassword)
      return reply.code(204).send()
    },
  )
  app.post(
    '/users/me/second-factor/backup-codes',
    {
      config: member,
      schema: {
        tags,
        summary: 'New backup codes instead of the old',
        body: ownerConfirmation,
        response: { 200: backupCodes },
      },
    },
    async (request, reply) => {
      const codes = await renewBackupCodes(
        dependencies,
        personalSession(request),
        request.body.currentPassword,
      )
      return reply.header('cache-control', 'no-store').send({ backupCodes: codes })
    },
  )
  app.get(
    '/organization/second-factor',
    {
      config: { permission: 'platform.settings.read' },
      schema: {
        tags,
        summary: 'Whether everybody needs a second factor',
        response: { 200: secondFactorRequirement },
      },
    },
    async (request) => ({
      required: await isSecondFactorRequired(platform, personalSession(request).organizationId),
    }),
  )
  app.put(
    '/organization/second-factor',
    {
      config: { permission: 'platform.settings.write' },
      schema: {
        tags,
        summary: 'Require a second factor of everybody; sessions without one end',
        body: secondFactorRequirement,
        response: { 200: secondFactorRequirement },
      },
    },
    async (request) => {
      await requireSecondFactor(platform, personalSession(request), request.body.required)
      return { required: request.body.required }
    },
  )
}
