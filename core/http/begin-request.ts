import { performance } from 'node:perf_hooks'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { MeasureAnswer } from './answer-measures.ts'
import type { CommonHeaders, PreparedResponseClass } from './common-headers.ts'
import type { Draining } from './drain.ts'
import type { LoadShedder } from './load-shedding.ts'
import { RequestLogger } from './request-logger.ts'

export interface RequestBeginning {
  readonly log: FastifyBaseLogger
  /** Carried by every response. */
  readonly headers: CommonHeaders
  /** Responses of this class have these headers already. */
  readonly prepared: PreparedResponseClass | undefined
  readonly draining: Draining
  readonly shedder: LoadShedder
  readonly measure: MeasureAnswer
}

/**
 * What every request begins with, before anything is decided about it. One hook, since each more costs as much as a part of this.
 * Gives it its logger, under its id; its response the headers; refuses what the host cannot answer in time, and follows the others
 * until their connection is done with them.
 */
export function beginRequests(app: FastifyInstance, parts: RequestBeginning): void {
  const { log, headers, prepared, draining, shedder, measure } = parts
  app.addHook('onClose', async () => shedder.stop())
  app.addHook('onRequest', function begin(request, reply, done) {
    const begun = performance.now()
    const { id } = request
    const { raw } = reply
    draining.keepConnection(raw)
    // A factory of Fastify's would have every logger looked over for all its methods.
    request.log = reply.log = new RequestLogger(log, { requestId: id })
    if (prepared !== undefined && raw instanceof prepared) raw.requestId = id
    else reply.headers(headers).header('x-request-id', id)
    const inWork = { response: raw, place: -1 }
    // One listener for all that ends with a request: Fastify's hook for it costs three more.
    raw.on('close', () => {
      shedder.ended(inWork)
      if (raw.writableFinished) measure(request, raw, (performance.now() - begun) / 1000)
    })
    shedder.admit(request, inWork)
    done()
  })
}
