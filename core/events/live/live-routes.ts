import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { unavailable, type RouteServer } from '@wasla/sdk'
import type { AuthenticatedSession, Authenticator } from '../../identity/session.ts'
import type { Gate } from '../../tenancy/gate.ts'
import type { Signals, WorkedOn } from '../signals.ts'
import type { PermissionOf } from './event-visibility.ts'
import { LiveConnection } from './live-connection.ts'
import type { LiveFeed } from './live-feed.ts'
import type { JobNewsFeed } from './job-news.ts'

export interface LiveRoutesDependencies {
  readonly feed: LiveFeed
  readonly jobNews: JobNewsFeed
  readonly identity: Authenticator
  readonly gate: Gate
  readonly permissionOf: PermissionOf
  readonly signals: Signals
  readonly isOperator: (session: AuthenticatedSession) => Promise<boolean>
  /** Told when modules of an organization are switched. */
  readonly onModulesChanged: (listener: (organizationId: string) => void) => () => void
}

const MAX_CONNECTIONS = 10_000

/** `GET /live`: what happens in the member's organization, as server-sent events that carry ids only. */
export function liveRoutes(app: RouteServer, dependencies: LiveRoutesDependencies): void {
  const open = new Set<LiveConnection>()
  const server = app as unknown as FastifyInstance
  const stop = dependencies.onModulesChanged((organizationId) => {
    for (const connection of open)
      if (connection.organizationId === organizationId) connection.modulesChanged()
  })
  const onWorked = (worked: readonly WorkedOn[] | undefined): void => {
    for (const connection of open) connection.workedOn(worked)
  }
  dependencies.signals.on('worked', onWorked)
  server.addHook('preClose', async () => {
    for (const connection of open) connection.end('host_draining')
  })
  server.addHook('onClose', async () => {
    stop()
    dependencies.signals.off('worked', onWorked)
  })

  app.get(
    '/live',
    {
      config: { member: true },
      schema: {
        summary: 'What happens in the organization, as server-sent events',
        description:
          'Events named `ready`, `change`, `modules`, `job`, `work`, `operations`, `reset` and `end`. `work` says that jobs, deliveries of webhooks, singletons or tasks such as exports of the organization went on, `operations` that those of any did, to operators. They carry ids only: read the records by the other routes. Reconnect with the last id, as `EventSource` does by itself, and nothing is missed; an event may be told twice.',
        querystring: z.strictObject({ after: z.string().max(64).optional() }),
      },
    },
    async (request, reply) => {
      const session = (request as unknown as FastifyRequest).session
      if (session === null || open.size >= MAX_CONNECTIONS) throw tooMany()
      return serve(request as unknown as FastifyRequest, reply as unknown as FastifyReply, session)
    },
  )

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    session: AuthenticatedSession,
  ): Promise<FastifyReply> {
    const { after } = request.query as { after?: string }
    const last = request.headers['last-event-id']
    const body = new PassThrough()
    const connection = new LiveConnection({
      ...dependencies,
      body,
      session,
      authenticate: () => dependencies.identity.authenticate(request),
    })
    open.add(connection)
    request.raw.socket.once('close', () => connection.close())
    body.once('close', () => open.delete(connection))
    void connection.start(typeof last === 'string' ? last : after)
    return (
      reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        // Kept alive after its end, the connection would keep a server from closing.
        .header('connection', 'close')
        .send(body)
    )
  }
}

function tooMany(): Error {
  return unavailable(
    'too_many_streams',
    'This host serves as many live connections as it can; try again in a while.',
  )
}
