import type { RouteServer } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { currentUser } from '../auth.schema.ts'
import { personalSession } from '../personal-session.ts'
import { readCurrentUser } from '../read-current-user.ts'
import {
  accepted,
  emailChange,
  emailChangeConfirmation,
  emailChangeState,
  emailVerification,
  forgottenPassword,
  passwordChange,
  passwordReset,
  userChanges,
} from './account.schema.ts'
import { confirmEmailChange, requestEmailChange } from './change-email.ts'
import { changePassword } from './change-password.ts'
import { forgotPassword } from './forgot-password.ts'
import { readPerson } from './person.ts'
import { resetPassword } from './reset-password.ts'
import { updateCurrentUser } from './update-current-user.ts'
import { requestVerification, verifyEmail } from './verify-email.ts'

const anonymous = { anonymous: true } as const
const member = { member: true } as const
const tags = ['Account']
const ACCEPTED = { accepted: true } as const

/** The account's own data: password, e-mail, name, language. */
export function accountRoutes(app: RouteServer, dependencies: AccountDependencies): void {
  const { platform, log } = dependencies

  app.post(
    '/auth/forgot-password',
    {
      config: anonymous,
      schema: {
        tags,
        summary: 'Mail a link to choose a new password',
        body: forgottenPassword,
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      // Not awaited: the time of the answer would tell who has an account.
      forgotPassword(dependencies, request.body.email).catch((error: unknown) =>
        log.error({ err: error }, 'A new password was asked for, but the link could not be made'),
      )
      return reply.code(202).send(ACCEPTED)
    },
  )
  app.post(
    '/auth/reset-password',
    {
      config: anonymous,
      schema: { tags, summary: 'Choose a new password by a mailed link', body: passwordReset },
    },
    async (request, reply) => {
      await resetPassword(dependencies, request.body)
      return reply.code(204).send()
    },
  )
  app.post(
    '/auth/verify-email',
    {
      config: anonymous,
      schema: { tags, summary: 'Prove an e-mail address by a mailed link', body: emailVerification },
    },
    async (request, reply) => {
      await verifyEmail(platform, request.body.token)
      return reply.code(204).send()
    },
  )
  app.post(
    '/auth/confirm-email-change',
    {
      config: anonymous,
      schema: {
        tags,
        summary: 'Agree to a change of e-mail, from the old or the new address',
        body: emailChangeConfirmation,
        response: { 200: emailChangeState },
      },
    },
    async (request) => ({ changed: await confirmEmailChange(dependencies, request.body.token) }),
  )
  app.post(
    '/users/me/email-verification',
    {
      config: member,
      schema: { tags, summary: 'Mail the link that proves the address again', response: { 202: accepted } },
    },
    async (request, reply) => {
      await requestVerification(
        dependencies,
        await readPerson(platform, personalSession(request).principal.id),
      )
      return reply.code(202).send(ACCEPTED)
    },
  )
  app.post(
    '/users/me/email',
    {
      config: member,
      schema: {
        tags,
        summary: 'Ask for another e-mail address; both confirm',
        body: emailChange,
        response: { 202: accepted },
      },
    },
    async (request, reply) => {
      const { email: newEmail, currentPassword } = request.body
      await requestEmailChange(dependencies, personalSession(request), { newEmail, currentPassword })
      return reply.code(202).send(ACCEPTED)
    },
  )
  app.put(
    '/users/me/password',
    {
      config: member,
      schema: { tags, summary: 'Change the password; other sessions end', body: passwordChange },
    },
    async (request, reply) => {
      await changePassword(dependencies, personalSession(request), request.body)
      return reply.code(204).send()
    },
  )
  app.patch(
    '/users/me',
    {
      config: member,
      schema: {
        tags,
        summary: 'Change name, language or time zone',
        body: userChanges,
        response: { 200: currentUser },
      },
    },
    async (request) => {
      const { organizationId, principal } = personalSession(request)
      await updateCurrentUser(platform, principal.id, request.body)
      return readCurrentUser(platform, organizationId, principal.id)
    },
  )
}
