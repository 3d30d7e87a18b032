import type { RouteServer } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccountDependencies } from './account-dependencies.ts'
import {
  credentials,
  currentUser,
  registration,
  registrationConfirmation,
  signedIn,
  verificationSent,
} from './auth.schema.ts'
import { clientOf } from './client.ts'
import type { CompletedSignIn, SignInDependencies } from './complete-sign-in.ts'
import { logIn } from './log-in.ts'
import { readCurrentUser } from './read-current-user.ts'
import { readImpersonation } from './read-impersonation.ts'
import { confirmRegistration } from './registration/confirm-registration.ts'
import { registerOrganization, VERIFY_EMAIL } from './registration/register-organization.ts'
import { pendingSecondFactor } from './second-factor/second-factor.schema.ts'
import type { Session } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SignInReply } from './sign-in-reply.ts'

export interface AuthRoutesDependencies extends AccountDependencies, SignInDependencies {
  readonly cookie: SessionCookie
  readonly answerSignIn: SignInReply
  readonly endSession: (sessionId: string) => Promise<void>
  readonly onOrganizationCreated: (created: { organizationId: string; userId: string }) => Promise<void>
}

function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Error('The route was reached without a session')
  return request.session
}

const languageOf = ({ headers }: FastifyRequest) =>
  /^\s*ar\b/i.test(headers['accept-language'] ?? '') ? 'ar' : 'en'

/** Registering, signing in and out, and who is signed in. */
export function authRoutes(app: RouteServer, dependencies: AuthRoutesDependencies): void {
  const { platform, cookie, answerSignIn } = dependencies
  const anonymous = { anonymous: true } as const
  const member = { member: true } as const

  const begin = async (reply: FastifyReply, signIn: CompletedSignIn) => {
    const { organization, user } = signIn.answer
    await dependencies.onOrganizationCreated({ organizationId: organization.id, userId: user.id })
    return reply.code(201).send(answerSignIn(reply, signIn))
  }

  app.post(
    '/auth/register',
    {
      config: anonymous,
      schema: {
        summary: 'Create an organization and its owner; 202 leaves the rest to a mail',
        body: registration,
        response: { 201: signedIn, 202: verificationSent },
      },
    },
    async (request, reply) => {
      const signIn = await registerOrganization(
        dependencies,
        request.body,
        languageOf(request),
        clientOf(request),
      )
      if (signIn === VERIFY_EMAIL)
        return reply.code(202).header('cache-control', 'no-store').send({ status: VERIFY_EMAIL })
      return begin(reply, signIn)
    },
  )
  app.post(
    '/auth/confirm-registration',
    {
      config: anonymous,
      schema: {
        summary: 'Complete a registration by a mailed link',
        body: registrationConfirmation,
        response: { 201: signedIn },
      },
    },
    async (request, reply) =>
      begin(reply, await confirmRegistration(dependencies, request.body, clientOf(request))),
  )
  app.post(
    '/auth/login',
    {
      config: anonymous,
      schema: {
        summary: 'Sign in; 202 asks for a second factor',
        body: credentials,
        response: { 200: signedIn, 202: pendingSecondFactor },
      },
    },
    async (request, reply) => {
      const outcome = await logIn(dependencies, request.body, clientOf(request))
      if ('answer' in outcome) return answerSignIn(reply, outcome)
      return reply.code(202).header('cache-control', 'no-store').send(outcome)
    },
  )
  app.post(
    '/auth/logout',
    { config: { ...member, whileImpersonating: true }, schema: { summary: 'End this session' } },
    async (request, reply) => {
      await dependencies.endSession(sessionOf(request).sessionId)
      return reply.code(204).header('set-cookie', cookie.clear()).send()
    },
  )
  app.get(
    '/users/me',
    {
      config: member,
      schema: { summary: 'The signed-in person and their organization', response: { 200: currentUser } },
    },
    async (request) => {
      const session = sessionOf(request)
      const current = await readCurrentUser(platform, session.organizationId, session.principal.id)
      return { ...current, ...(await readImpersonation(platform, session)) }
    },
  )
}
