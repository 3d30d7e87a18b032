import { describe, expect, it } from 'vitest'
import { privateService, publicService, service, type ServiceContext } from '@wasla/sdk'
import { pluginSource, silentLog } from '../kernel/_plugin-source.ts'
import { loadPlugins } from '../kernel/load-plugins.ts'
import { ServiceContainer } from './service-container.ts'

interface Greeter {
  greet(ctx: ServiceContext, name: string): Promise<string>
}
const greeter = publicService<Greeter>('a.greeter')
const wordList = privateService<{ hello: string }>('a.words')
const broken = publicService<Greeter>('a.broken')
const clock = { now: () => new Date(0) }

async function container() {
  const registry = await loadPlugins({
    environment: {},
    log: silentLog,
    sources: [
      await pluginSource(
        { id: 'a' },
        {
          services: {
            words: service(wordList, () => ({ hello: 'Hello' })),
            greeter: service(greeter, ({ words }) => ({
              greet: async (_ctx, name) => `${words.hello} ${name}`,
            })),
            broken: service(broken, ({ nothingOfTheKind }) => nothingOfTheKind),
          },
        },
      ),
      await pluginSource({ id: 'b', requires: { a: '*' } }),
    ],
  })
  return new ServiceContainer({ plugins: registry.plugins, log: () => silentLog, clock })
}

describe('services', () => {
  it('are made once, with the plugin’s other services', async () => {
    const services = await container()
    const { provider, instance } = services.resolve('b', greeter)
    expect(provider).toBe('a')
    expect(await (instance as Greeter).greet({} as ServiceContext, 'Maria')).toBe('Hello Maria')
    expect(services.resolve('a', greeter).instance).toBe(instance)
  })

  it('tell who asked for what, and of whom, when they cannot be had', async () => {
    const services = await container()
    expect(() => services.resolve('b', publicService('a.unknown'))).toThrow(/"b".*"a.unknown"/)
    expect(() => services.resolve('b', wordList)).toThrow(/"b".*"a.words".*private to "a"/)
    expect(() => services.resolve('b', broken)).toThrow(/"b".*"a.broken" of "a".*nothingOfTheKind/)
  })
})
