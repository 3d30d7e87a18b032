import { join } from 'node:path'
import { readMigrationFiles } from '../migrator/migration-files.ts'
import type { Finding } from './finding.ts'
import { lintMigrationFiles } from './lint-migration.ts'

/** Checks the migrations of the plugin in `directory`. */
export async function lintPlugin({ id, directory }: { id: string; directory: string }): Promise<Finding[]> {
  return lintMigrationFiles(await readMigrationFiles(join(directory, 'migrations')), id)
}
