import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.schema.ts'

/**
 * The keys of WASLA_ENCRYPTION_KEYS. A host with a database of its own makes itself one beside the data; hosts that share a
 * database must be given the same, so there none is made up.
 */
export async function encryptionKeys({ runtime, database }: Config): Promise<readonly string[]> {
  if (runtime.encryptionKeys.length > 0 || database.url !== undefined) return runtime.encryptionKeys
  const path = join(runtime.dataDirectory, 'encryption.key')
  await mkdir(runtime.dataDirectory, { recursive: true })
  await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return [(await readFile(path, 'utf8')).trim()]
}
