import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const ALGORITHM = 'AWS4-HMAC-SHA256'
const UNSIGNED = 'UNSIGNED-PAYLOAD'
const CREDENTIALS = { accessKeyId: 'AKIAWASLATEST', secretAccessKey: 'a secret/of+tests' }
const BUCKET = 'wasla-files'
const REGION = 'eu-central-1'

const sha256 = (value: string | Uint8Array) => createHash('sha256').update(value).digest('hex')
const hmac = (key: string | Uint8Array, value: string) => createHmac('sha256', key).update(value).digest()

class S3Error extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

/** Speaks as much of S3 as files need, path-style; every request's signature (SigV4) is checked with the secret. */
export async function startS3Server() {
  const objects = new Map<string, Buffer>()
  let refused: S3Error | undefined
  let secret = CREDENTIALS.secretAccessKey

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3')
    const body = await buffer(request)
    if (refused !== undefined) throw refused
    assertSigned(request, url, body, secret)
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/')
    if (bucket !== BUCKET) throw new S3Error(404, 'NoSuchBucket')
    const key = rest.join('/')
    const object = objects.get(key)
    switch (request.method) {
      case 'PUT': {
        if (request.headers['x-amz-copy-source'] !== undefined) throw new S3Error(501, 'NotImplemented')
        if (request.headers['content-length'] === undefined) throw new S3Error(411, 'MissingContentLength')
        objects.set(key, body)
        response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end()
        return
      }
      case 'GET':
      case 'HEAD':
        if (object === undefined) throw new S3Error(404, 'NoSuchKey')
        response.writeHead(200, {
          'content-length': object.length,
          'content-type': 'application/octet-stream',
          'last-modified': new Date().toUTCString(),
        })
        response.end(request.method === 'GET' ? object : undefined)
        return
      case 'DELETE':
        objects.delete(key)
        response.writeHead(204).end()
        return
      default:
        throw new S3Error(501, 'NotImplemented')
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status, code } = error instanceof S3Error ? error : new S3Error(500, 'InternalError')
      // A request that broke off has nobody to answer.
      if (response.headersSent || response.destroyed) return
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(
          `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>${randomUUID()}</RequestId></Error>`,
        )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    storage: {
      kind: 's3' as const,
      bucket: BUCKET,
      region: REGION,
      endpoint: `http://127.0.0.1:${port}`,
      ...CREDENTIALS,
    },
    objects,
    /** Every request is answered with this status from now on. */
    refuse(status: number) {
      refused = new S3Error(status, 'SlowDown')
    },
    /** From now on requests have to be signed with this. */
    expectSecret(expected: string) {
      secret = expected
    },
    accept() {
      refused = undefined
      secret = CREDENTIALS.secretAccessKey
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function assertSigned(request: IncomingMessage, url: URL, body: Buffer, secret: string): void {
  const [algorithm, given = ''] = split(request.headers.authorization ?? '', ' ')
  const fields = new Map(given.split(',').map((field) => split(field.trim(), '=')))
  const [accessKeyId, day, region, service, terminator] = (fields.get('Credential') ?? '').split('/')
  const time = String(request.headers['x-amz-date'])
  const payload = String(request.headers['x-amz-content-sha256'])
  if (algorithm !== ALGORITHM || accessKeyId !== CREDENTIALS.accessKeyId)
    throw new S3Error(403, 'InvalidAccessKeyId')
  if (Math.abs(Date.now() - instantOf(time)) > 15 * 60_000) throw new S3Error(403, 'RequestTimeTooSkewed')
  if (payload !== UNSIGNED && payload !== sha256(body)) throw new S3Error(400, 'XAmzContentSHA256Mismatch')

  const names = (fields.get('SignedHeaders') ?? '').split(';')
  for (const required of ['host', 'x-amz-content-sha256', 'x-amz-date'])
    if (!names.includes(required)) throw new S3Error(403, 'AccessDenied')
  const query = [...url.searchParams].map((pair) => pair.map(encoded).join('=')).sort()
  const canonical = [
    request.method,
    url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    names.join(';'),
    payload,
  ].join('\n')
  const scope = [day, REGION, 's3', 'aws4_request'].join('/')
  if (scope !== [day, region, service, terminator].join('/') || !time.startsWith(String(day)))
    throw new S3Error(400, 'AuthorizationHeaderMalformed')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const expected = hmac(key, [ALGORITHM, time, scope, sha256(canonical)].join('\n'))
  const signature = Buffer.from(fields.get('Signature') ?? '', 'hex')
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
    throw new S3Error(403, 'SignatureDoesNotMatch')
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** `20261128T100000Z` in milliseconds. */
const instantOf = (time: string) =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
