import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RestartingHost } from './restarting-host.ts'

const directory = mkdtempSync(join(tmpdir(), 'wasla-restarts-'))
const file = (name: string): string => join(directory, name)
/** Loads what stands for the platform at once, and for a plugin when its turn comes. */
const program = `
import { appendFileSync, readFileSync } from 'node:fs'
const platform = readFileSync('${file('platform')}', 'utf8')
appendFileSync('${file('loaded')}', platform)
process.on('message', (message) => {
  if (message === 'start') appendFileSync('${file('served')}', platform + readFileSync('${file('plugin')}', 'utf8') + ' ')
})
`
const host = new RestartingHost(process.env, { spare: true, program: file('host.mjs') })
const content = (name: string) => () => existsSync(file(name)) && readFileSync(file(name), 'utf8')
const soon = { timeout: 30_000 }

afterAll(async () => {
  await host.stop()
  rmSync(directory, { recursive: true })
})

test('the next one stands by with the platform loaded, unless the platform is what has changed', {
  timeout: 60_000,
}, async () => {
  writeFileSync(file('host.mjs'), program)
  writeFileSync(file('platform'), 'A')
  writeFileSync(file('plugin'), '1')
  await host.restart()
  await expect.poll(content('served'), soon).toBe('A1 ')
  await expect.poll(content('loaded'), soon).toBe('AA')

  writeFileSync(file('platform'), 'B')
  writeFileSync(file('plugin'), '2')
  await host.restart()
  await expect.poll(content('served'), soon).toBe('A1 A2 ')
  await expect.poll(content('loaded'), soon).toBe('AAB')

  writeFileSync(file('platform'), 'C')
  await host.restart(undefined, { fresh: true })
  await expect.poll(content('served'), soon).toBe('A1 A2 C2 ')
})
