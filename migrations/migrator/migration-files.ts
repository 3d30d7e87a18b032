import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../errors.ts'

export type MigrationKind = 'schema' | 'data' | 'no-transaction'

export interface MigrationFile {
  name: string
  sql: string
  checksum: string
  kind: MigrationKind
}

export const migrationFileName = /^\d{4}_[a-z0-9-]+(\.data)?\.sql$/

/** The SQL files of a folder in the order of their numbers; none if there is no such folder. */
export async function readMigrationFiles(directory: string): Promise<MigrationFile[]> {
  const names = (await listDirectory(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8')
      return { name, sql, checksum: checksumOf(sql), kind: kindOf(name, sql) }
    }),
  )
}

async function listDirectory(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

// A checkout on Windows may turn line ends around; that is no edit.
function checksumOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

export function kindOf(name: string, sql: string): MigrationKind {
  if (name.endsWith('.data.sql')) return 'data'
  return /^--[ \t]*wasla:no-transaction\b/m.test(sql) ? 'no-transaction' : 'schema'
}
