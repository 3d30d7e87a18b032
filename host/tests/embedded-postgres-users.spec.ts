import { lchown, lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { type Clone, makeClone } from './_clone.ts'
import { stopPostgres } from './_postmaster.ts'
import { startProcess } from './_process.ts'

const root = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }
const running: { host: ReturnType<typeof startProcess>; directory: string }[] = []
let clone: Clone

afterEach(async () => {
  for (const { host, directory } of running.splice(0)) {
    host.kill('SIGKILL')
    await stopPostgres(directory)
    if (directory.startsWith(clone.directory)) continue
    await rm(directory, { recursive: true, force: true })
    // Refused when there is something of others in it.
    await rmdir(dirname(directory)).catch(() => undefined)
  }
  await clone.remove()
})

interface Facts {
  url: string
  directory: string
  moved: boolean
  adopted: boolean
  uid: number
}

async function startIn(dataDirectory: string, user?: typeof nobody) {
  // A careful administrator's umask, under which nothing new is open to others.
  const shell = ['-c', 'umask 077 && exec "$@"', 'sh']
  const host = startProcess(
    'sh',
    [...shell, clone.node, clone.file('tests/_embedded-host.ts'), dataDirectory],
    {
      ...user,
      cwd: clone.directory,
    },
  )
  const [, text = ''] = await host.printed(/^started (.*)$/m)
  const facts = JSON.parse(text) as Facts
  running.push({ host, directory: facts.directory })
  return { host, ...facts }
}

async function stop(host: Awaited<ReturnType<typeof startIn>>['host']) {
  host.kill('SIGTERM')
  expect(await host.finished).toMatchObject({ code: 0 })
}

async function countTables(url: string): Promise<number> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<{ tables: number }>('select count(*)::int as tables from pg_class')
  await client.end()
  return rows[0]?.tables ?? 0
}

test.runIf(root)(
  'as root in a private home, data and programs move to where their user can reach them',
  async () => {
    clone = await makeClone(0o700)
    const dataDirectory = join(clone.directory, '.wasla')
    const first = await startIn(dataDirectory)
    expect(first.directory).toMatch(/^\/var\/lib\/wasla\/[0-9a-f]{16}$/)
    expect(first.moved).toBe(true)
    expect(await readdir(first.directory)).toContainEqual(expect.stringMatching(/^postgresql-18/))
    expect(await countTables(first.url)).toBeGreaterThan(0)

    first.host.kill('SIGKILL')
    await first.host.finished
    const second = await startIn(dataDirectory)
    expect(second).toMatchObject({ directory: first.directory, adopted: true })
    await stop(second.host)
  },
)

test.runIf(root)(
  'as root where its user can reach everything, the data stays in the data directory',
  async () => {
    clone = await makeClone(0o755)
    const { host, directory, moved } = await startIn(join(clone.directory, '.wasla'))
    expect(moved).toBe(false)
    expect(directory).toBe(join(clone.directory, '.wasla', 'postgres'))
    expect((await lstat(join(directory, 'data'))).uid).not.toBe(0)
    await stop(host)
  },
)

test.runIf(root)(
  'an ordinary user runs it in his private home, and root may start it there afterwards',
  async () => {
    clone = await makeClone(0o700)
    await ownAll(clone.directory)
    const dataDirectory = join(clone.directory, '.wasla')
    const first = await startIn(dataDirectory, nobody)
    expect(first).toMatchObject({ moved: false, uid: nobody.uid })
    await stop(first.host)

    const asRoot = await startIn(dataDirectory)
    expect(asRoot).toMatchObject({ directory: first.directory, moved: false, uid: 0 })
    await stop(asRoot.host)

    const again = await startIn(dataDirectory, nobody)
    expect(await countTables(again.url)).toBeGreaterThan(0)
    await stop(again.host)
  },
)

test.runIf(root)('an ordinary user is told that the data belongs to someone else', async () => {
  clone = await makeClone(0o755)
  const dataDirectory = join(clone.directory, '.wasla')
  await mkdir(dataDirectory)
  await stop((await startIn(dataDirectory)).host)
  const host = startProcess(clone.node, [clone.file('tests/_embedded-host.ts'), dataDirectory], {
    ...nobody,
    cwd: dirname(dataDirectory),
  })
  expect((await host.finished).output).toMatch(/^unusable_data_directory: .*belongs to another user.*\n$/)
})

async function ownAll(directory: string): Promise<void> {
  await lchown(directory, nobody.uid, nobody.gid)
  for (const entry of await readdir(directory, { recursive: true }))
    await lchown(join(directory, entry), nobody.uid, nobody.gid)
}
