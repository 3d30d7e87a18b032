import { describe, expect, it } from 'vitest'
import { attributeStrayErrors, runAs, type StrayError } from './attribution.ts'
import { pluginSource, silentLog } from './_plugin-source.ts'
import { loadPlugins } from './load-plugins.ts'
import { startPlugins, stopPlugins } from './start-plugins.ts'

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('starting plugins', () => {
  it('starts independent plugins side by side, dependents after them, and stops in reverse', async () => {
    const trace: string[] = []
    const lifecycle = (id: string, duration: number) => ({
      start: async () => {
        trace.push(`${id} starts`)
        await sleep(duration)
        trace.push(`${id} started`)
      },
      stop: async () => {
        trace.push(`${id} stops`)
      },
    })
    const registry = await loadPlugins({
      environment: {},
      log: silentLog,
      sources: [
        await pluginSource({ id: 'a' }, { lifecycle: lifecycle('a', 20) }),
        await pluginSource({ id: 'b' }, { lifecycle: lifecycle('b', 1) }),
        await pluginSource({ id: 'c', requires: { a: '*' } }, { lifecycle: lifecycle('c', 1) }),
      ],
    })
    const options = { registry, log: () => silentLog, timeLimit: 1_000 }
    await startPlugins(options)
    await stopPlugins(options)
    expect(trace).toEqual([
      'a starts',
      'b starts',
      'b started',
      'a started',
      'c starts',
      'c started',
      'c stops',
      'b stops',
      'a stops',
    ])
  })

  it('quarantines who throws or hangs, and who requires them, and starts the rest', async () => {
    const started: string[] = []
    const registry = await loadPlugins({
      environment: {},
      log: silentLog,
      sources: [
        await pluginSource(
          { id: 'a' },
          {
            lifecycle: {
              start: async () => {
                started.push('a')
              },
            },
          },
        ),
        await pluginSource({ id: 'hangs' }, { lifecycle: { start: () => new Promise(() => {}) } }),
        await pluginSource(
          { id: 'throws' },
          {
            lifecycle: {
              start: async () => {
                throw new Error('no key')
              },
            },
          },
        ),
        await pluginSource(
          { id: 'needs', requires: { throws: '*' } },
          {
            lifecycle: {
              start: async () => {
                started.push('needs')
              },
            },
          },
        ),
      ],
    })
    await startPlugins({ registry, log: () => silentLog, timeLimit: 50 })
    expect(started).toEqual(['a'])
    expect(registry.quarantines.get('hangs')).toMatchObject({ phase: 'start', code: 'start_hangs' })
    expect(registry.quarantines.get('throws')?.reason).toContain('no key')
    expect(registry.quarantines.get('needs')?.code).toBe('dependency_quarantined')
    expect(registry.plugins.map((plugin) => plugin.id)).toEqual(['a'])
  })
})

describe('errors nobody caught', () => {
  it('are put down to the plugin whose timer or promise they came from', async () => {
    // The test runner listens too and would fail the run; it must not see what this test provokes.
    const events = ['unhandledRejection', 'uncaughtException'] as const
    const listeners = events.map((event) => process.listeners(event as 'uncaughtException'))
    for (const event of events) process.removeAllListeners(event)
    const strays: StrayError[] = []
    const restore = attributeStrayErrors(silentLog, (stray) => strays.push(stray))
    runAs('crm', () =>
      setTimeout(() => {
        throw new Error('timer')
      }, 1),
    )
    runAs('ticketing', () =>
      setTimeout(async () => {
        throw new Error('promise')
      }, 1),
    )
    await sleep(50)
    restore()
    events.forEach((event, index) =>
      listeners[index]?.forEach((listener) => process.on(event, listener as never)),
    )
    expect(strays.map((stray) => stray.plugin).sort()).toEqual(['crm', 'ticketing'])
  })
})
