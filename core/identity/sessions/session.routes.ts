import type { RouteServer } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { personalSession } from '../personal-session.ts'
import type { SessionCookie } from '../session-cookie.ts'
import { revokeOwnSession, revokeSessionsOf } from './end-sessions.ts'
import { listSessions } from './list-sessions.ts'
import { refreshSession } from './refresh-session.ts'
import {
  endedSessions,
  endSessionsQuery,
  issuedTokens,
  refreshRequest,
  sessionList,
  sessionParams,
} from './session.schema.ts'

const tags = ['Sessions']
const member = { member: true } as const

/** Where somebody is signed in, and how programs stay so. */
export function sessionRoutes(
  app: RouteServer,
  {
    cookie,
    forget,
    ...dependencies
  }: AccountDependencies & {
    readonly cookie: SessionCookie
    /** Forgets a session on this host at once; the others hear of it. */
    readonly forget: (sessionId: string) => void
  },
): void {
  const { platform } = dependencies

  app.post(
    '/auth/refresh',
    {
      config: { anonymous: true },
      schema: {
        tags,
        summary: 'Renew an access token',
        body: refreshRequest,
        response: { 200: issuedTokens },
      },
    },
    async (request, reply) => {
      const tokens = await refreshSession(dependencies, request.body.refreshToken)
      return reply.header('cache-control', 'no-store').send(tokens)
    },
  )
  app.get(
    '/users/me/sessions',
    { config: member, schema: { tags, summary: 'Where you are signed in', response: { 200: sessionList } } },
    async (request) => {
      const { principal, sessionId } = personalSession(request)
      return { items: await listSessions(platform, principal.id, sessionId) }
    },
  )
  app.delete(
    '/users/me/sessions/:id',
    { config: member, schema: { tags, summary: 'Sign out one device', params: sessionParams } },
    async (request, reply) => {
      const { principal, sessionId } = personalSession(request)
      const { id } = request.params
      await revokeOwnSession(platform, principal.id, id)
      forget(id)
      if (id === sessionId) reply.header('set-cookie', cookie.clear())
      return reply.code(204).send()
    },
  )
  app.delete(
    '/users/me/sessions',
    {
      config: member,
      schema: {
        tags,
        summary: 'Sign out everywhere',
        querystring: endSessionsQuery,
        response: { 200: endedSessions },
      },
    },
    async (request, reply) => {
      const { principal, sessionId } = personalSession(request)
      const keep = request.query.except === 'current'
      const ended = await revokeSessionsOf(platform.asSystem, principal.id, keep ? sessionId : null)
      if (!keep) {
        forget(sessionId)
        reply.header('set-cookie', cookie.clear())
      }
      return { ended }
    },
  )
}
