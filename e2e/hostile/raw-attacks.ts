import { connect } from 'node:net'
import type { Random } from '../chaos/random.ts'
import { INJECTED_HEADER } from './values.ts'

/** Bytes that a client library would not send. */
const RAW: Readonly<Record<string, string>> = {
  'no HTTP': 'nonsense\r\n\r\n',
  'a newer HTTP': 'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
  TLS: '\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000',
  'no host': 'GET /livez HTTP/1.1\r\n\r\n',
  'two lengths': 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}',
  'length and chunks':
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
  'a negative length': 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
  'an odd chunk':
    'POST /graphql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
  'a header that is cut': `GET /livez HTTP/1.1\r\nHost: a\r\n${INJECTED_HEADER}: a\u0000b\r\n\r\n`,
  'a space before the colon': 'GET /livez HTTP/1.1\r\nHost : a\r\n\r\n',
  'a folded header': 'GET /livez HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n',
  'bytes in the path': 'GET /api/v1/\u00ff\u00fe?\u00ff HTTP/1.1\r\nHost: a\r\n\r\n',
  'a whole address': 'GET http://evil.example/api/v1/users/me HTTP/1.1\r\nHost: a\r\n\r\n',
  CONNECT: 'CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  TRACE: `TRACE /api/v1/users/me HTTP/1.1\r\nHost: a\r\n${INJECTED_HEADER}: a\r\n\r\n`,
  'path upwards': 'GET /../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n',
  'path upwards, encoded': 'GET /assets/..%2f..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: a\r\n\r\n',
  'path upwards, twice encoded':
    'GET /assets/%252e%252e%252f%252e%252e%252fpackage.json HTTP/1.1\r\nHost: a\r\n\r\n',
  'path with NUL': 'GET /api/v1/crm/customers/a%00b HTTP/1.1\r\nHost: a\r\n\r\n',
  'path that is no UTF-8': 'GET /api/v1/crm/customers/%c0%af%ff HTTP/1.1\r\nHost: a\r\n\r\n',
  'path without an end': `GET /${'a/'.repeat(7_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'two slashes': 'GET //evil.example/%2f.. HTTP/1.1\r\nHost: a\r\n\r\n',
}

/** What was sent, and the status that came back; 0 when the connection was closed without one. */
export interface RawReply {
  readonly kind: string
  readonly status: number
  readonly text: string
}

/** Sends one of them over a connection of its own. @throws Error when nothing happens within `patience` milliseconds */
export function sendRaw(origin: string, random: Random, patience: number): Promise<RawReply> {
  const kind = random.pick(Object.keys(RAW)) ?? 'no HTTP'
  const { hostname, port } = new URL(origin)
  const { promise, resolve, reject } = Promise.withResolvers<RawReply>()
  const socket = connect(Number(port), hostname)
  let text = ''
  const timer = setTimeout(() => {
    socket.destroy()
    reject(new Error(`"${kind}" was neither answered nor refused.`))
  }, patience)
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearTimeout(timer)
    resolve({ kind: `bytes: ${kind}`, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text })
  })
  socket.end(Buffer.from(RAW[kind] ?? '', 'latin1'))
  return promise
}
