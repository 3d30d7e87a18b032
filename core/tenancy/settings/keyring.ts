import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { unavailable, type WaslaError } from '@wasla/sdk'

/** Encrypts secrets at rest. Each is bound to its place, so that it cannot be moved to another organization. */
export interface Keyring {
  seal(secret: string, place: string): string
  /** @throws unavailable `encryption_key_missing` when no key of the ring opens it */
  open(sealed: string, place: string): string
}

const VERSION = 'v1'
const IV_LENGTH = 12
const TAG_LENGTH = 16

/**
 * AES-256-GCM. The first key seals, all of them open, so a key is replaced by putting the new one in front.
 * @param keys 32 bytes each, in base64: `WASLA_ENCRYPTION_KEYS`
 * @throws TypeError when a key has another length
 */
export function createKeyring(keys: readonly string[]): Keyring {
  const ring = keys.map((encoded, index) => {
    const key = Buffer.from(encoded, 'base64')
    if (key.length !== 32) {
      throw new TypeError(
        `Encryption key ${index + 1} has ${key.length} bytes instead of 32; make one with "openssl rand -base64 32".`,
      )
    }
    return { id: createHash('sha256').update(key).digest('base64url').slice(0, 8), key }
  })
  return {
    seal(secret, place) {
      const [first] = ring
      if (!first)
        throw missingKey(
          'No encryption key is configured, so the secret cannot be stored; set WASLA_ENCRYPTION_KEYS.',
        )
      const iv = randomBytes(IV_LENGTH)
      const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(Buffer.from(place))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return [VERSION, first.id, Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')].join(
        '.',
      )
    },
    open(sealed, place) {
      const [version, id, body] = sealed.split('.')
      const found = ring.find((each) => each.id === id)
      if (version !== VERSION || !found || body === undefined) {
        throw missingKey(
          'A stored secret was encrypted with a key this host does not have; put that key back into WASLA_ENCRYPTION_KEYS.',
        )
      }
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, IV_LENGTH))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH))
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_LENGTH + TAG_LENGTH)), decipher.final()])
      return text.toString('utf8')
    },
  }
}

function missingKey(message: string): WaslaError {
  return unavailable('encryption_key_missing', message)
}
