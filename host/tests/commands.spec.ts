import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startProcess } from './_process.ts'

const program = fileURLToPath(new URL('_cli.ts', import.meta.url))
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-commands-'))
  await chmod(directory, 0o755)
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function wasla(command: string, environment: Record<string, string> = {}) {
  return startProcess(process.execPath, ['--conditions=wasla-source', program, ...command.split(' ')], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...environment },
  }).finished
}

test('migrate lists with --dry-run, applies without, and has nothing to do the second time', async () => {
  const all = { ALL_WELL: '1' }
  const dry = await wasla('migrate --dry-run', all)
  expect(dry).toMatchObject({ code: 0, output: expect.stringMatching(/^would apply platform 0001/m) })
  expect(await wasla('migrate', all)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^[1-9]\d* applied/m),
  })
  expect(await wasla('migrate', all)).toMatchObject({ code: 0, output: expect.stringMatching(/^0 applied/m) })
  expect(await wasla('migrate --dry-run', all)).toMatchObject({
    output: expect.stringContaining('Nothing to apply.'),
  })
})

test('plugins list shows what is kept out, and why', async () => {
  const { code, output } = await wasla('plugins list')
  expect(code).toBe(1)
  expect(output).toMatch(/^crm +1\.2\.3 +ok$/m)
  expect(output).toMatch(/^broken +0\.1\.0 +quarantined: its code is missing/m)
})

test('doctor says what is well, and fails with what is not', async () => {
  const well = await wasla('doctor', { ALL_WELL: '1', PORT: '0' })
  expect(well).toMatchObject({
    code: 0,
    output: expect.stringMatching(/✓ Database: PostgreSQL 18.* to apply/),
  })
  const ill = await wasla('doctor', { PORT: '0', DATABASE_URL: 'postgres://wasla:hunter2@127.0.0.1:1/wasla' })
  expect(ill.code).toBe(1)
  expect(ill.output).toMatch(/✗ Database: .*cannot be reached/)
  expect(ill.output).toMatch(/✗ Modules: broken/)
  expect(ill.output).not.toContain('hunter2')
})

test('migration create writes the next file of that plugin, and migration lint judges it', async () => {
  const plugin = join(directory, 'loyalty')
  await mkdir(join(plugin, 'migrations'), { recursive: true })
  await writeFile(join(plugin, 'plugin.json'), '{"id":"loyalty"}')
  await writeFile(join(directory, 'wasla.plugins.json'), '{"plugins":["./loyalty"]}')
  await writeFile(
    join(directory, 'points.sql'),
    'create table loyalty.points (id uuid primary key default uuidv7(), organization_id uuid not null);',
  )
  const created = await wasla('migration create loyalty add-points --from points.sql')
  expect(created).toMatchObject({ code: 0, output: `${join(plugin, 'migrations', '0001_add-points.sql')}\n` })
  expect(await wasla('migration lint loyalty')).toMatchObject({ code: 0 })

  await writeFile(join(plugin, 'migrations', '0002_drop.sql'), 'drop table loyalty.points;')
  const objected = await wasla('migration lint loyalty')
  expect(objected).toMatchObject({
    code: 1,
    output: expect.stringContaining('loyalty/migrations/0002_drop.sql:1 '),
  })
  expect(await wasla('migration create absent add-x')).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /^There is no plugin "absent" here; there are crm, .*\[unknown_plugin\]\n$/,
    ),
  })
})

test('a list of plugins that cannot be used is named', async () => {
  await writeFile(join(directory, 'wasla.plugins.json'), '{"plugin":[]}')
  expect(await wasla('migration lint')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^The list of plugins in .*\[invalid_plugin_list\]\n$/),
  })
})

test('configuration prints the reference', async () => {
  const page = await readFile(new URL('../CONFIGURATION.md', import.meta.url), 'utf8')
  expect(await wasla('configuration')).toMatchObject({ code: 0, output: page })
})

test('an unknown command is refused with the list of commands', async () => {
  expect(await wasla('strat')).toMatchObject({
    code: 1,
    output: expect.stringContaining('Did you mean start?'),
  })
})

test('--version prints the version of the package', async () => {
  expect((await wasla('--version')).output).toMatch(/^\d+\.\d+\.\d+\n$/)
})
