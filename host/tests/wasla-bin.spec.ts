import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findOlderNode, startProcess } from './_process.ts'

const bin = fileURLToPath(new URL('../bin/wasla.js', import.meta.url))
const pinned = dirname(createRequire(import.meta.url).resolve('node/package.json'))
const olderNode = await findOlderNode()
if (!olderNode)
  console.warn('Skipped: no Node from 20 to 23 on PATH, so nothing can be handed over to the pinned one.')

/** Tells what runs it and with which arguments; with `wait`, it stays until a signal, and says which. */
const entry = `
console.log('runs ' + JSON.stringify({ version: process.version, options: process.execArgv, words: process.argv.slice(2), pid: process.pid }))
const [word, code] = process.argv.slice(2)
if (word === 'exit') process.exitCode = Number(code)
if (word === 'die') process.kill(process.pid, 'SIGKILL')
if (word === 'wait') {
  const timer = setInterval(() => undefined, 1000)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { console.log('got ' + signal); clearInterval(timer) })
}
`
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-bin-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** A package with this bin, and beside it sources, a build, or neither. */
async function install({
  as,
  node = true,
  at = 'host',
}: {
  as?: 'sources' | 'build'
  node?: boolean
  at?: string
}) {
  const root = join(directory, at)
  await mkdir(join(root, 'bin'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await cp(bin, join(root, 'bin', 'wasla.js'))
  if (as === 'sources') await writeFile(join(root, 'cli.ts'), `const typed: string = ''\n${entry}`)
  if (as === 'build') {
    await mkdir(join(root, 'dist'))
    await writeFile(join(root, 'dist', 'cli.js'), entry)
  }
  if (node) {
    await mkdir(join(root, 'node_modules'))
    await symlink(pinned, join(root, 'node_modules', 'node'))
  }
  return (command: string, ...words: string[]) =>
    startProcess(command, [join(root, 'bin', 'wasla.js'), ...words])
}

function facts(output: string) {
  return JSON.parse(/^runs (.*)$/m.exec(output)?.[1] ?? '{}') as {
    version: string
    options: string[]
    words: string[]
    pid: number
  }
}

test('in the repository it runs the sources, with the condition that finds those of its neighbours', async () => {
  const wasla = await install({ as: 'sources' })
  const { output } = await wasla(process.execPath, 'start', '--role', 'web').finished
  expect(facts(output)).toMatchObject({
    options: ['--conditions=wasla-source'],
    words: ['start', '--role', 'web'],
  })
})

test('it does not hand over when the condition is there already', async () => {
  await install({ as: 'sources' })
  const script = join(directory, 'host', 'bin', 'wasla.js')
  const process_ = startProcess(process.execPath, ['--conditions=wasla-source', script])
  expect(facts((await process_.finished).output).pid).toBe(process_.pid)
})

test('an installed package runs its build, even when sources lie beside it', async () => {
  const wasla = await install({ as: 'build', at: 'node_modules/@wasla/host' })
  await writeFile(join(directory, 'node_modules', '@wasla', 'host', 'cli.ts'), 'throw new Error()')
  const { output } = await wasla(process.execPath, 'doctor').finished
  expect(facts(output)).toMatchObject({ options: [], words: ['doctor'] })
})

test('a package without sources and build says so', async () => {
  const wasla = await install({})
  expect(await wasla(process.execPath).finished).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^Wasla is incomplete/),
  })
})

test.skipIf(!olderNode).each(['sources', 'build'] as const)(
  'an older Node hands over to the pinned one: %s',
  async (as) => {
    const wasla = await install({ as })
    const { code, output } = await wasla(olderNode as string, 'exit', '7').finished
    expect(facts(output).version).toMatch(/^v24\./)
    expect(code).toBe(7)
  },
)

test.skipIf(!olderNode)('a signal that ended the pinned Node ends the older one', async () => {
  const wasla = await install({ as: 'build' })
  expect(await wasla(olderNode as string, 'die').finished).toMatchObject({ code: null, signal: 'SIGKILL' })
})

test.skipIf(!olderNode).each(['SIGINT', 'SIGTERM'] as const)('%s is passed on', async (signal) => {
  const wasla = await install({ as: 'build' })
  const running = wasla(olderNode as string, 'wait')
  await running.printed(/^runs/)
  running.kill(signal)
  expect(await running.finished).toMatchObject({ code: 0, output: expect.stringContaining(`got ${signal}`) })
})

test.skipIf(!olderNode)('kill -9 of the older Node stops the pinned one in order', async () => {
  const wasla = await install({ as: 'build' })
  const running = wasla(olderNode as string, 'wait')
  await running.printed(/^runs/)
  running.kill('SIGKILL')
  // Its output stays open until the one it handed over to has ended.
  expect((await running.finished).output).toContain('got SIGTERM')
})

test.skipIf(!olderNode)('without the pinned Node an older one says what to do', async () => {
  const wasla = await install({ as: 'build', node: false })
  const { code, output } = await wasla(olderNode as string).finished
  expect(code).toBe(1)
  expect(output).toMatch(/^Wasla needs Node 24, this is v2\d\.[^\n]*npm rebuild node[^\n]*\n$/)
})
