import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { unavailable, type WaslaError } from '@wasla/sdk'

/** Encrypts secrets at rest. Each is bound to its place, so that it cannot be moved to another organization. */
export interface Keyring {
  seal(secret: string, place: string): string
  /** @throws unavailable `encryption_key_missing` when no key of the ring opens it */
  open(sealed: string, place: string): string
}

/** Signs what this platform hands out and takes back: links, and the seals of the audit trail. */
export interface Signer {
  /** @param purpose what it is for, so that a signature is worth nothing anywhere else */
  sign(text: string, purpose: string): string
  /** `unknown-key` when it was made with a key that is not in the ring any more. */
  check(signature: string, text: string, purpose: string): 'valid' | 'invalid' | 'unknown-key'
}

export interface EncryptionKeys extends Keyring, Signer {
  /** Whether it was sealed or signed with the key that seals now. */
  isCurrent(sealedOrSignature: string): boolean
}

interface Key {
  readonly id: string
  readonly key: Buffer
}

const VERSION = 'v1'
const SIGNATURE_VERSION = 's1'
const IV_LENGTH = 12
const TAG_LENGTH = 16

/**
 * AES-256-GCM, and HMAC-SHA256 with keys derived from the same ring. The first key seals and signs, all of them open and
 * check, so a key is replaced by putting the new one in front.
 * @param keys 32 bytes each, in base64: `WASLA_ENCRYPTION_KEYS`
 * @throws TypeError when a key has another length
 */
export function createKeyring(keys: readonly string[]): EncryptionKeys {
  const ring = keys.map(readKey)
  const first = (): Key => {
    const [key] = ring
    if (key !== undefined) return key
    throw missingKey(
      'No encryption key is configured, so nothing secret can be stored or signed; set WASLA_ENCRYPTION_KEYS.',
    )
  }
  return {
    seal: (secret, place) => encrypt(first(), secret, place),
    open(sealed, place) {
      const [version, id, body] = sealed.split('.')
      const found = ring.find((each) => each.id === id)
      if (version !== VERSION || found === undefined || body === undefined) {
        throw missingKey(
          'A stored secret was encrypted with a key this host does not have; put that key back into WASLA_ENCRYPTION_KEYS.',
        )
      }
      return decrypt(found, body, place)
    },
    sign: (text, purpose) => signature(first(), text, purpose),
    check(given, text, purpose) {
      const found = ring.find(({ id }) => id === given.split('.')[1])
      if (found === undefined) return 'unknown-key'
      const expected = Buffer.from(signature(found, text, purpose))
      const presented = Buffer.from(given)
      return expected.length === presented.length && timingSafeEqual(expected, presented)
        ? 'valid'
        : 'invalid'
    },
    isCurrent: (sealedOrSignature) => sealedOrSignature.split('.')[1] === ring[0]?.id,
  }
}

function readKey(encoded: string, index: number): Key {
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== 32) {
    throw new TypeError(
      `Encryption key ${index + 1} has ${key.length} bytes instead of 32; make one with "openssl rand -base64 32".`,
    )
  }
  return { id: createHash('sha256').update(key).digest('base64url').slice(0, 8), key }
}

function encrypt({ id, key }: Key, secret: string, place: string): string {
  const iv = randomBytes(IV_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return [VERSION, id, Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')].join('.')
}

function decrypt({ key }: Key, body: string, place: string): string {
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_LENGTH))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH))
  return Buffer.concat([decipher.update(bytes.subarray(IV_LENGTH + TAG_LENGTH)), decipher.final()]).toString(
    'utf8',
  )
}

function signature({ id, key }: Key, text: string, purpose: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', `wasla sign ${purpose}`, 32))
  return [SIGNATURE_VERSION, id, createHmac('sha256', derived).update(text).digest('base64url')].join('.')
}

function missingKey(message: string): WaslaError {
  return unavailable('encryption_key_missing', message)
}
