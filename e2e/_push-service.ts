import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedPush {
  readonly headers: IncomingHttpHeaders
  /** What the browser reads, after decryption. */
  readonly payload: Record<string, unknown>
  /** What the platform signed (RFC 8292). */
  readonly claims: { readonly aud: string; readonly sub: string; readonly exp: number }
}

/** A browser of the service: what its page hands to the platform, and what came for it. */
export interface TestBrowser {
  readonly subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  readonly received: ReceivedPush[]
  /** What the next pushes are answered with, 201 by default. */
  answer: number
}

export interface PushService {
  /** @param applicationServerKey the platform's, by which alone this browser takes pushes */
  browser(applicationServerKey: string): TestBrowser
  stop(): Promise<void>
}

/** Speaks what a push service and the browser behind it do: RFC 8030, decryption by RFC 8291, VAPID by RFC 8292. */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, { browser: TestBrowser; ecdh: ECDH; secret: Buffer; serverKey: string }>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const found = browsers.get(request.url ?? '')
        if (found === undefined || request.method !== 'POST') return response.writeHead(404).end()
        const { browser, ecdh, secret, serverKey } = found
        try {
          const claims = readVapid(request.headers.authorization ?? '', serverKey)
          if (request.headers['content-encoding'] !== 'aes128gcm' || request.headers['ttl'] === undefined)
            return response.writeHead(400).end()
          const payload = decrypt(Buffer.concat(chunks), ecdh, secret)
          if (browser.answer >= 300) return response.writeHead(browser.answer).end()
          browser.received.push({ headers: request.headers, claims, payload: JSON.parse(payload) })
          return response.writeHead(browser.answer, { location: '/message' }).end()
        } catch {
          return response.writeHead(403).end()
        }
      })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    browser(serverKey) {
      const path = `/push/${randomBytes(16).toString('hex')}`
      const ecdh = createECDH('prime256v1')
      const secret = randomBytes(16)
      const browser: TestBrowser = {
        subscription: {
          endpoint: origin + path,
          keys: {
            p256dh: ecdh.generateKeys().toString('base64url'),
            auth: secret.toString('base64url'),
          },
        },
        received: [],
        answer: 201,
      }
      browsers.set(path, { browser, ecdh, secret, serverKey })
      return browser
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}

/** RFC 8292, section 3. @throws when it is not signed with the key the browser subscribed with */
function readVapid(authorization: string, serverKey: string): ReceivedPush['claims'] {
  const { token = '', key } = /^vapid t=(?<token>[^,\s]+), ?k=(?<key>\S+)$/.exec(authorization)?.groups ?? {}
  const point = Buffer.from(serverKey, 'base64url')
  if (key !== serverKey) throw new Error('Another key')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const [head = '', body = '', signature = ''] = token.split('.')
  const valid = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  if (!valid || claims.exp * 1000 <= Date.now()) throw new Error('Not signed')
  return claims
}

/** RFC 8291, section 3.4, on the single record of RFC 8188. */
function decrypt(body: Buffer, ecdh: ECDH, secret: Buffer): string {
  const salt = body.subarray(0, 16)
  const keyLength = body[20] ?? 0
  const sender = body.subarray(21, 21 + keyLength)
  const record = body.subarray(21 + keyLength)
  const shared = ecdh.computeSecret(sender)
  const pseudoRandom = createHmac('sha256', secret).update(shared).digest()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender])
  const material = createHmac('sha256', pseudoRandom)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest()
  const derive = (name: string, length: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, `Content-Encoding: ${name}\0`, length))
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}
