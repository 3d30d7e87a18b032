import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMigration } from './create-migration.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-create-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

test('migrations get the next number and land in the plugin that was named', async () => {
  const first = await createMigration({
    directory,
    plugin: 'crm',
    name: 'stages',
    sql: `create type stage as enum ('new')`,
  })
  await createMigration({
    directory,
    plugin: 'crm',
    name: 'fill-stages.data',
    sql: 'update crm.deals set stage = null;\n',
  })
  expect(await readdir(join(directory, 'migrations'))).toEqual([
    '0001_stages.sql',
    '0002_fill-stages.data.sql',
  ])
  expect(await readFile(first, 'utf8')).toBe(`create type stage as enum ('new')\n`)
})

test('SQL that reaches beyond the plugin is refused and nothing is written', async () => {
  const create = createMigration({
    directory,
    plugin: 'crm',
    name: 'reach',
    sql: '\nalter table ticketing.tickets add column x int;',
  })
  await expect(create).rejects.toMatchObject({ code: 'foreign_schema', line: 2 })
  expect(await readdir(directory)).toEqual([])
})

test('a name with other letters is refused', async () => {
  await expect(createMigration({ directory, plugin: 'crm', name: '../x', sql: '' })).rejects.toMatchObject({
    code: 'migration_name_invalid',
  })
})
