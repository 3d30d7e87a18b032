import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { unauthenticated } from '@wasla/sdk'
import type {} from '../../http/request.ts'
import type { Actor } from '../../contexts/actor.ts'
import type { ResolveDocument } from '../execution/persisted-documents.ts'
import type { OperationRequest, Outcome } from '../execution/run-operation.ts'
import { asShortRequest, sendAnswer } from './short-way.ts'
import type { YogaWay } from './yoga-way.ts'

export interface GraphqlRoutesOptions {
  readonly run: (request: OperationRequest, actor: Actor) => Outcome | Promise<Outcome>
  readonly resolveDocument: ResolveDocument
  readonly yoga: YogaWay
  /** Ends what would keep the server from closing. */
  readonly onClosing: () => void
}

/** Registers `/graphql` on a server that decorates requests with their actor. */
export function registerGraphqlRoutes(app: FastifyInstance, options: GraphqlRoutesOptions): void {
  const { run, resolveDocument, yoga, onClosing } = options
  const never = new AbortController().signal

  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    const { actor } = request
    if (actor === null)
      throw unauthenticated('unauthenticated', 'Nobody is signed in; send a valid access token.')
    const short = asShortRequest(request, resolveDocument)
    if (short === undefined) return yoga(request, reply, actor)
    const {
      text,
      type,
      params: { operationName, variables },
    } = short
    const outcome = run(
      { text, operationName, variables, readOnly: false, asText: true, signal: never },
      actor,
    )
    const send = (settled: Outcome): FastifyReply => {
      // The word "subscription" does not stand in the document, or it would have gone the other way.
      if ('stream' in settled) throw new Error('A subscription came by the way of queries.')
      return sendAnswer(reply, type, settled)
    }
    return outcome instanceof Promise ? outcome.then(send) : send(outcome)
  }

  app.register(async (scope) => {
    scope.addHook('preClose', async () => onClosing())
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      // Its operations each name a permission; to ask at all, one has to be a member.
      config: { member: true, apiKeys: true },
      schema: { hide: true },
      handler: answer,
    })
  })
}
