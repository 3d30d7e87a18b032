import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { endQuietConnections } from './quiet-connections.ts'

const LOOK = 20
const WITHIN = 20_000

/** Both ends of a connection to a server that ends those which are silent for so long between requests, or during one. */
async function connected(
  limits: { readonly between: number; readonly during: number },
  answer: RequestListener,
): Promise<{ readonly client: Socket; readonly server: Socket }> {
  const server = createServer({ keepAliveTimeout: limits.between, keepAliveTimeoutBuffer: 0 }, answer)
  server.timeout = limits.during
  endQuietConnections(server, LOOK)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => {
    client.destroy()
    server.close()
    server.closeAllConnections()
  })
  const [accepted] = (await once(server, 'connection')) as [Socket]
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  return { client, server: accepted }
}

test('a connection without a next request is ended', { timeout: WITHIN }, async () => {
  const { server } = await connected({ between: 3 * LOOK, during: 0 }, (_request, response) => {
    response.end()
  })
  await expect(once(server, 'close')).resolves.toBeDefined()
})

test('so is one on which nothing comes of a request', { timeout: WITHIN }, async () => {
  const { server } = await connected({ between: 0, during: 3 * LOOK }, () => {})
  await expect(once(server, 'close')).resolves.toBeDefined()
})

test('and one whose client does not take its answer', { timeout: WITHIN }, async () => {
  const { server } = await connected({ between: 0, during: 3 * LOOK }, (_request, response) => {
    response.end(Buffer.alloc(32 * 1024 * 1024))
  })
  await expect(once(server, 'close')).resolves.toBeDefined()
})

test('one on which an answer goes on stays until it is whole', { timeout: WITHIN }, async () => {
  const pieces = 30
  const { client } = await connected({ between: 0, during: 10 * LOOK }, (_request, response) => {
    let written = 0
    const writing = setInterval(() => {
      response.write('piece')
      written += 1
      if (written < pieces) return
      clearInterval(writing)
      response.end()
    }, LOOK)
  })
  let received = ''
  for await (const chunk of client.setEncoding('utf8')) {
    received += chunk
    if (received.endsWith('\r\n0\r\n\r\n')) break
  }
  expect(received.match(/piece/g)).toHaveLength(pieces)
})
