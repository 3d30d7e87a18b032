import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import pg from 'pg'
import { startProcess } from './_process.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'wasla-dev-'))
const name = `dev_${process.pid}`
const inCluster = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement)
  await client.end()
}
let dev: ReturnType<typeof startProcess>

beforeAll(async () => {
  await inCluster(`create database ${name}`)
  cpSync(join(repository, 'examples/loyalty'), directory, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
  })
  symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'))
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  dev = startProcess(
    process.execPath,
    ['--conditions=wasla-source', join(repository, 'host/bin/wasla.js'), 'dev'],
    {
      cwd: directory,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PORT: '38471',
        DATABASE_URL: url.href,
        WASLA_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
      },
    },
  )
}, 60_000)

afterAll(async () => {
  dev.kill('SIGTERM')
  await dev.finished
  await inCluster(`drop database if exists ${name} with (force)`)
  rmSync(directory, { recursive: true })
})

test('a change is served after a restart, on the same database', { timeout: 90_000 }, async () => {
  await dev.printed(/Modules +crm.*loyalty/)
  const summary = async () => {
    const document = await fetch('http://127.0.0.1:38471/api/v1/openapi.json').then(
      (response) => response.json(),
      () => undefined,
    )
    return document?.paths?.['/api/v1/loyalty/accounts']?.get.summary
  }
  expect(await summary()).toBe('Who has the most points')

  const routes = join(directory, 'server/http/points.routes.ts')
  writeFileSync(routes, readFileSync(routes, 'utf8').replace('Who has the most points', 'The richest'))
  const begun = performance.now()
  await expect.poll(summary, { timeout: 60_000, interval: 20 }).toBe('The richest')
  console.info(`wasla dev: from a change to its answer ${Math.round(performance.now() - begun)} ms`)
  await dev.printed(/points\.routes\.ts has changed; starting anew/)
})
