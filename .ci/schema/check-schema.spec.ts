import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../../core/tests/_test-database.ts'
import { checkSchema } from './check-schema.ts'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'

const repository = join(import.meta.dirname, '../..')
const main = join(import.meta.dirname, 'main.ts')

const manifest = (id: string, more: object = {}) => JSON.stringify({ id, version: '1.0.0', sdk: 1, ...more })
const plugin = (tableName: string, column: string) => `
  import { defineEntity, definePlugin } from '@wasla/sdk'
  const Thing = defineEntity({ name: 'Thing', tableName: '${tableName}', properties: (p) => ({ ${column} }) })
  export const plugin = definePlugin({ entities: [Thing] })`
const table = (name: string, column: string) => `
create table ${name} (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ${column},
  unique (organization_id, id)
);`

// "aaa" comes first by name, but its manifest puts it behind "zzz".
const clean = {
  'package.json': '{ "type": "module" }',
  'plugins/aaa/plugin.json': manifest('aaa', { requires: { zzz: '^1.0.0' } }),
  'plugins/aaa/index.ts': plugin('boxes', 'label: p.text().nullable()'),
  'plugins/aaa/migrations/0001_boxes.sql': table('aaa.boxes', 'label text'),
  'plugins/zzz/plugin.json': manifest('zzz'),
  'plugins/zzz/index.ts': plugin('things', 'size: p.integer()'),
  'plugins/zzz/migrations/0001_things.sql': table('zzz.things', 'size integer not null'),
}

async function newDatabase(): Promise<string> {
  const { adminUrl, drop } = await createTestDatabase()
  onTestFinished(drop)
  return adminUrl
}

function plant(files: Record<string, string>): string {
  const root = plantTree(files)
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  return root
}

function runCheck(root: string, database: string): { code: number | null; output: string } {
  return runProgram(process.execPath, ['--conditions=wasla-source', main, '--database', database, root], root)
}

test('plugins whose migrations, tables and entities agree pass; a table whose isolation was taken away fails', async () => {
  const database = await newDatabase()
  const root = plant(clean)
  const agreed = runCheck(root, database)
  expect(agreed.output).toMatch(/schema: 2 plugins, \d+ migrations, \d+ tenant tables, 0 findings/)
  expect(agreed.code).toBe(0)

  const admin = new pg.Client({ connectionString: database })
  await admin.connect()
  await admin.query('alter table zzz.things disable row level security')
  await admin.end()
  const { code, output } = runCheck(root, database)
  expect(output).toContain('zzz.things is not isolated, it lacks row_level_security')
  expect(code).toBe(1)
})

const planted: [violation: string, files: Record<string, string>, messages: string[]][] = [
  [
    'a migration that the linter refuses',
    { 'plugins/zzz/migrations/0002_drop.sql': 'alter table zzz.things drop column size;' },
    ['plugins/zzz/migrations/0002_drop.sql:1: '],
  ],
  [
    'a migration that fails',
    { 'plugins/zzz/migrations/0002_index.sql': 'create index on zzz.things (organization_id, colour);' },
    ['column "colour" does not exist'],
  ],
  [
    'entities and tables that differ',
    {
      'plugins/zzz/index.ts': plugin('things', 'size: p.text().nullable(), colour: p.text()'),
      'plugins/zzz/migrations/0002_weight.sql': 'alter table zzz.things add column weight integer;',
      'plugins/zzz/migrations/0003_others.sql': table('zzz.others', 'label text'),
    },
    [
      'zzz.things.colour: missing column; the entities say text, the migrations make nothing',
      'zzz.things.weight: unknown column; the entities say nothing, the migrations make integer',
      'zzz.things.size: type; the entities say text, the migrations make integer',
      'zzz.things.size: nullability; the entities say null, the migrations make not null',
      'zzz.others: unknown table',
    ],
  ],
  [
    'manifests that require each other',
    { 'plugins/zzz/plugin.json': manifest('zzz', { requires: { aaa: '^1.0.0' } }) },
    ['The manifests require each other: aaa → zzz → aaa.'],
  ],
  [
    'an index.ts without a plugin',
    { 'plugins/zzz/index.ts': 'export const nothing = 1' },
    ['exports no plugin'],
  ],
]

describe('a planted violation fails the check', () => {
  test.each(planted)('%s', async (_violation, files, messages) => {
    const problem = await checkSchema(plant({ ...clean, ...files }), await newDatabase()).then(
      ({ findings }) => findings.join('\n'),
      (error: Error) => error.message,
    )
    for (const message of messages) expect(problem).toContain(message)
  })

  test('a tree without plugins', async () => {
    const { code, output } = runCheck(plant({ 'package.json': '{}' }), await newDatabase())
    expect(output).toContain('schema: 0 plugins')
    expect(code).toBe(1)
  })
})
