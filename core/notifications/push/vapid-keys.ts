import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'

export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

const PLACE = 'platform.vapid_keys 1'

/** The pair by which push services know this platform: made once for a database, and the same on all its hosts. */
export function createVapidKeys(platform: PlatformDatabase, keyring: Keyring): () => Promise<VapidKeys> {
  let known: Promise<VapidKeys> | undefined
  const read = async (): Promise<VapidKeys | undefined> => {
    const [row] = await platform.asSystem<{ public_key: string; sealed_private_key: string }>(
      'select public_key, sealed_private_key from platform.vapid_keys',
    )
    return row && { publicKey: row.public_key, privateKey: keyring.open(row.sealed_private_key, PLACE) }
  }
  const make = async (): Promise<VapidKeys | undefined> => {
    const { default: webPush } = await import('web-push')
    const { publicKey, privateKey } = webPush.generateVAPIDKeys()
    await platform.asSystem(
      'insert into platform.vapid_keys (public_key, sealed_private_key) values ($1, $2) on conflict (id) do nothing',
      [publicKey, keyring.seal(privateKey, PLACE)],
    )
    return read()
  }
  return () => {
    known ??= read()
      .then((keys) => keys ?? make())
      .then((keys) => {
        if (keys === undefined) throw new Error('The keys for push were not written')
        return keys
      })
      .catch((error: unknown) => {
        known = undefined
        throw error
      })
    return known
  }
}
