import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PluginMigrations } from '../index.ts'

const directories: string[] = []

/** A plugin whose only content is its migrations. */
export async function writePlugin(
  id: string,
  files: Record<string, string>,
  rest: Partial<PluginMigrations> = {},
): Promise<PluginMigrations> {
  const directory = await mkdtemp(join(tmpdir(), `wasla-plugin-${id}-`))
  directories.push(directory)
  await mkdir(join(directory, 'migrations'))
  const plugin = { id, directory, manifest: { id, version: '1.0.0', sdk: 1 }, ...rest }
  for (const [name, sql] of Object.entries(files)) await writeMigration(plugin, name, sql)
  return plugin
}

export async function writeMigration(plugin: PluginMigrations, name: string, sql: string): Promise<void> {
  await writeFile(join(plugin.directory, 'migrations', name), sql)
}

export async function removePlugins(): Promise<void> {
  await Promise.all(directories.splice(0).map((path) => rm(path, { recursive: true, force: true })))
}

export const customersTable = `
create table customers (
  id uuid primary key default uuidv7(),
  organization_id uuid,
  name text not null,
  email text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1,
  unique (organization_id, id)
);
select platform.define_search('customers', array['name', 'email']);
`
