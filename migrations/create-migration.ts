import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationError } from './errors.ts'
import { lintMigration } from './linter/lint-migration.ts'
import { readMigrationFiles } from './migrator/migration-files.ts'

export interface CreateMigrationOptions {
  /** The plugin's folder. */
  directory: string
  /** The plugin's id. */
  plugin: string
  /** What it does, such as `add-labels`; `fill-labels.data` for a file of rows. */
  name: string
  sql: string
}

/** Writes the plugin's next migration and returns its path. SQL that reaches beyond the plugin is refused. */
export async function createMigration({
  directory,
  plugin,
  name,
  sql,
}: CreateMigrationOptions): Promise<string> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.data)?$/.test(name)) {
    throw new MigrationError({
      code: 'migration_name_invalid',
      plugin,
      message: `"${name}" cannot be the name of a migration: use small letters, digits and hyphens, such as add-labels, or fill-labels.data for rows.`,
    })
  }
  const folder = join(directory, 'migrations')
  const last = (await readMigrationFiles(folder)).at(-1)?.name.slice(0, 4) ?? '0000'
  const file = `${String(Number(last) + 1).padStart(4, '0')}_${name}.sql`
  const [finding] = await lintMigration(sql, { plugin, file })
  if (finding) {
    throw new MigrationError({
      ...finding,
      plugin,
      message: `Line ${finding.line} of the new migration of ${plugin}: ${finding.message}`,
    })
  }
  await mkdir(folder, { recursive: true })
  const path = join(folder, file)
  // Never over a file that another process wrote meanwhile.
  await writeFile(path, sql.endsWith('\n') || sql === '' ? sql : `${sql}\n`, { flag: 'wx' })
  return path
}
