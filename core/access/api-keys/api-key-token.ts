import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const PREFIX = 'wsk'
const KEY = /^wsk_([\da-f]{16})_([\da-f]{64})_([\da-f]{8})$/

/** An API key in its parts: `wsk_<id>_<secret>_<crc>`. */
export interface ApiKeyToken {
  readonly publicId: string
  readonly secret: string
}

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0')

export function createApiKeyToken(): ApiKeyToken & { readonly text: string } {
  const publicId = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('hex')
  const body = `${PREFIX}_${publicId}_${secret}`
  return { publicId, secret, text: `${body}_${checksum(body)}` }
}

/** Reads a key; one that was cut or mistyped is told by its checksum, without asking anybody. */
export function parseApiKey(text: string): ApiKeyToken | null {
  const [, publicId, secret, crc] = KEY.exec(text) ?? []
  if (publicId === undefined || secret === undefined) return null
  return checksum(`${PREFIX}_${publicId}_${secret}`) === crc ? { publicId, secret } : null
}

/** What is kept of the secret. It has 256 bits of chance, so a plain hash cannot be guessed back. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

export function matchesSecret(stored: Buffer, secret: string): boolean {
  return timingSafeEqual(stored, hashSecret(secret))
}
