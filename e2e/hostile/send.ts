import { Agent, request } from 'node:http'
import type { Attack, Reply } from './attack.ts'

/** Sends requests as they are: nothing is checked, followed or mended on the way. */
export class Sender {
  readonly #origin: string
  readonly #patience: number
  readonly #agent: Agent

  /** @param patience milliseconds after which an answer does not come any more; @param sockets connections at most */
  constructor(origin: string, patience: number, sockets = 32) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets })
    this.#origin = origin
    this.#patience = patience
  }

  /** @throws Error when nothing comes back in time, or the connection is cut */
  send({ method, url, headers, body }: Attack, token: string | undefined): Promise<Reply> {
    const begin = performance.now()
    const { hostname, port } = new URL(this.#origin)
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    const outgoing = request({
      hostname,
      port,
      method,
      path: url,
      agent: this.#agent,
      maxHeaderSize: 64 * 1024,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    })
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`no answer within ${this.#patience} ms`)),
      this.#patience,
    )
    outgoing.on('error', reject)
    outgoing.on('close', () => clearTimeout(timer))
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: statusCode, headers: received, text, milliseconds: performance.now() - begin })
      })
    })
    outgoing.end(body)
    return promise
  }

  close(): void {
    this.#agent.destroy()
  }
}
