import compress from '@fastify/compress'
import type { FastifyInstance, onRequestHookHandler, onSendHookHandler, RouteOptions } from 'fastify'

/**
 * Compresses large answers for clients that ask for it. The library looks at an answer's kind, headers and status before
 * it looks whether anybody wants it compressed; programs mostly do not, so they are not made to wait for that.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(compress, { globalDecompression: false, threshold: 1024 })
  app.addHook('onRoute', (route) => {
    const compressAnswer = takeLast<onSendHookHandler>(route, 'onSend')
    const compressIfAsked: onSendHookHandler = function (request, reply, payload, done) {
      if (request.headers['accept-encoding'] === undefined) done(null, payload)
      else compressAnswer.call(this, request, reply, payload, done)
    }
    Object.assign(route, { onSend: [route.onSend ?? [], compressIfAsked].flat() })
    // It offers handlers to compress for themselves, of which no contract speaks, by a hook before every request.
    takeLast<onRequestHookHandler>(route, 'onRequest')
  })
}

/** Takes the library's own hook from a route: it ran just before, and put its own last. */
function takeLast<Hook>(route: RouteOptions, name: 'onRequest' | 'onSend'): Hook {
  const hooks = [route[name] ?? []].flat()
  const last = hooks.pop()
  if (last === undefined) throw new Error(`@fastify/compress added no ${name} hook to the route.`)
  Object.assign(route, { [name]: hooks })
  return last as Hook
}
