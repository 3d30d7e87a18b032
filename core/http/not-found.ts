import { notFound, WaslaError } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { assertReachable, type AccessDependencies } from './access-hook.ts'
import { sendProblem } from './error-handler.ts'
import type { RouteTable } from './route-table.ts'

/** Answers where no route does: 405 when the path knows other methods and the caller may know the path, else 404. */
export function notFoundHandler(table: RouteTable, dependencies: AccessDependencies) {
  return async function answerNotFound(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = request.url.split('?', 1)[0] ?? ''
    const routes = table.at(path)
    const [first] = routes
    if (first === undefined) {
      return sendProblem(
        notFound('route_not_found', `Nothing answers at ${request.method} ${path}.`),
        request,
        reply,
      )
    }
    try {
      await assertReachable(first, request, reply, dependencies)
    } catch (error) {
      return sendProblem(error, request, reply)
    }
    const allowed = routes.map(({ method }) => method).join(', ')
    reply.header('allow', allowed)
    const message = `${request.method} is not possible at ${path}; it takes ${allowed}.`
    return sendProblem(new WaslaError('invalid', 'method_not_allowed', message), request, reply)
  }
}
