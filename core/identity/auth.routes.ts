import { isIP } from 'node:net'
import type { RouteServer } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PlatformDatabase } from '../database/data-access.ts'
import { credentials, currentUser, registration, signedIn, type SignedIn } from './auth.schema.ts'
import { logIn } from './log-in.ts'
import type { LoginAttempts } from './login-attempts.ts'
import { readCurrentUser } from './read-current-user.ts'
import { registerOrganization } from './register-organization.ts'
import type { Session } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Client } from './stored-sessions.ts'

export interface AuthRoutesDependencies {
  readonly platform: PlatformDatabase
  readonly attempts: LoginAttempts
  readonly cookie: SessionCookie
  readonly endSession: (sessionId: string) => Promise<void>
  readonly onOrganizationCreated: (created: { organizationId: string; userId: string }) => Promise<void>
}

function clientOf({ ip, headers }: FastifyRequest): Client {
  const address = ip.split('%', 1)[0] ?? ''
  return {
    userAgent: headers['user-agent']?.slice(0, 500) ?? null,
    address: isIP(address) === 0 ? null : address,
  }
}

function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Error('The route was reached without a session')
  return request.session
}

const languageOf = ({ headers }: FastifyRequest) =>
  /^\s*ar\b/i.test(headers['accept-language'] ?? '') ? 'ar' : 'en'

/** `/auth/*` and `/users/me`. */
export function authRoutes(app: RouteServer, dependencies: AuthRoutesDependencies): void {
  const { platform, attempts, cookie } = dependencies
  const anonymous = { anonymous: true } as const
  const member = { member: true } as const
  const withCookie = (reply: FastifyReply, answer: SignedIn): SignedIn => {
    reply
      .header('set-cookie', cookie.set(answer.accessToken, answer.expiresAt))
      .header('cache-control', 'no-store')
    return answer
  }

  app.post(
    '/auth/register',
    {
      config: anonymous,
      schema: {
        summary: 'Create an organization and its owner',
        body: registration,
        response: { 201: signedIn },
      },
    },
    async (request, reply) => {
      const answer = await registerOrganization(
        platform,
        request.body,
        languageOf(request),
        clientOf(request),
      )
      await dependencies.onOrganizationCreated({
        organizationId: answer.organization.id,
        userId: answer.user.id,
      })
      return reply.code(201).send(withCookie(reply, answer))
    },
  )
  app.post(
    '/auth/login',
    { config: anonymous, schema: { summary: 'Sign in', body: credentials, response: { 200: signedIn } } },
    async (request, reply) =>
      withCookie(reply, await logIn(platform, attempts, request.body, clientOf(request))),
  )
  app.post(
    '/auth/logout',
    { config: member, schema: { summary: 'End this session' } },
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
    (request) => {
      const { organizationId, principal } = sessionOf(request)
      return readCurrentUser(platform, organizationId, principal.id)
    },
  )
}
