import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { responsesWith } from './fixed-headers.ts'

test('every answer carries the fixed headers once, and its own instead where it has one', async () => {
  const app = fastify({
    http: { ServerResponse: responsesWith({ 'x-fixed': 'yes', 'cache-control': 'private, no-cache' }) },
  })
  app.get('/plain', () => ({ ok: true }))
  app.get('/own', (_request, reply) => reply.header('Cache-Control', 'public').send('own'))
  app.get('/raw', (_request, reply) => {
    reply.hijack()
    reply.raw.setHeader('Cache-Control', 'no-store')
    reply.raw.end('raw')
  })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const cacheControl = async (path: string) => {
    const { headers } = await fetch(`${origin}${path}`)
    expect(headers.get('x-fixed')).toBe('yes')
    return headers.get('cache-control')
  }
  try {
    expect(await cacheControl('/plain')).toBe('private, no-cache')
    expect(await cacheControl('/nothing-here')).toBe('private, no-cache')
    expect(await cacheControl('/own')).toBe('public')
    expect(await cacheControl('/raw')).toBe('no-store')
  } finally {
    await app.close()
  }
})
