import compress from '@fastify/compress'
import type { FastifyInstance, onSendHookHandler } from 'fastify'

/**
 * Compresses large answers for clients that ask for it. The library looks at an answer's kind, headers and status before
 * it looks whether anybody wants it compressed; programs mostly do not, so they are not made to wait for that.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(compress, { globalDecompression: false, threshold: 1024 })
  app.addHook('onRoute', (route) => {
    const hooks: onSendHookHandler[] = [route.onSend ?? []].flat()
    // The library's own hook on routes ran just before this one, and put its compression last.
    const compressAnswer = hooks.pop()
    if (compressAnswer === undefined) throw new Error('@fastify/compress added no hook to the route.')
    const compressIfAsked: onSendHookHandler = function (request, reply, payload, done) {
      if (request.headers['accept-encoding'] === undefined) done(null, payload)
      else compressAnswer.call(this, request, reply, payload, done)
    }
    Object.assign(route, { onSend: [...hooks, compressIfAsked] })
  })
}
