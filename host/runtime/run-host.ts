import { bootstrap, migrate } from '@wasla/migrations'
import type { Config } from '../config/config.schema.ts'
import { applicationUrls } from '../database/application-urls.ts'
import { explainLostDatabase } from '../database/explain-connection-error.ts'
import { type OpenDatabase, openDatabase } from '../database/open-database.ts'
import { StartError } from '../start-error.ts'
import type { Kernel, Platform } from './kernel.ts'
import { setV8Flags } from './v8-flags.ts'
import { explainListenError, requireFreePort } from './require-free-port.ts'
import type { Turns } from './stand-by.ts'
import { startScreen } from './start-screen.ts'
import { stopRequested } from './stop-signals.ts'

export interface HostOptions {
  config: Config
  kernel: Pick<Kernel, 'prepare' | 'startPlatform'>
  version: string
  /** Under `wasla dev`: the code is loaded and the database looked at before its turn comes. */
  turns?: Turns | undefined
  /** Prints a line for the person at the terminal. */
  say(text: string): void
}

interface OpenedDatabase extends Pick<OpenDatabase, 'adminUrl' | 'embedded'> {
  /** The application's login. */
  appUrl: string
}

/**
 * Runs a host from its first check until it is asked to stop.
 *
 * @throws StartError when it cannot start, or when the embedded database ends under it
 */
export async function runHost({ config, kernel, version, turns, say }: HostOptions): Promise<void> {
  const { http, runtime } = config
  const asked = stopRequested(() => process.exit(1))
  if (runtime.role !== 'worker' && turns === undefined) await requireFreePort(http.port, http.host)
  await using closing = new AsyncDisposableStack()
  // Answers of the database come while code is loaded, and the other way round.
  const opening = open(config, closing)
  void kernel.prepare?.()
  if (turns !== undefined) {
    await opening
    await turns.start()
  }
  const began = turns === undefined ? 0 : performance.now()
  const platform = await kernel
    .startPlatform({
      config,
      turnToListen: turns?.listen,
      database: async () => applicationUrls(config, (await opening).appUrl),
      migrate: async (plugins) => migrate({ adminUrl: (await opening).adminUrl, plugins }),
    })
    .catch((error: unknown) => {
      throw explainLostDatabase(explainListenError(error, http.port, http.host))
    })
  closing.defer(() => stopInTime(platform, runtime.stopTimeout, say))
  const { embedded } = await opening
  say(
    startScreen({
      version,
      config,
      embedded,
      platform,
      milliseconds: performance.now() - began,
    }),
  )
  setV8Flags()
  // Listening for signals keeps no process alive, and a worker may have nothing else to wait for.
  const alive = setInterval(() => undefined, 2 ** 30)
  closing.defer(() => clearInterval(alive))
  const databaseEnded = embedded?.ended.then(() => 'database' as const) ?? new Promise<never>(() => undefined)
  if ((await Promise.race([asked, databaseEnded])) !== 'database') return
  throw new StartError(
    'embedded_postgres_failed',
    `The embedded PostgreSQL has ended and the host stops with it; the reason is in ${embedded?.directory}/server.log, and starting Wasla again recovers the data.`,
  )
}

/** @param closing closes it, however the start ends */
function open(config: Config, closing: AsyncDisposableStack): Promise<OpenedDatabase> {
  const opening = openDatabase(config, { name: `wasla ${config.runtime.role}` })
  closing.defer(() =>
    opening.then(
      (database) => database.close(),
      () => undefined,
    ),
  )
  const opened = opening.then(async ({ adminUrl, appUrl, embedded }) => ({
    ...(await bootstrap({ adminUrl, appUrl })),
    adminUrl,
    embedded,
  }))
  // It is told where it is awaited, unless something else fails before.
  opened.catch(() => undefined)
  return opened
}

async function stopInTime(platform: Platform, seconds: number, say: HostOptions['say']): Promise<void> {
  say('Stopping; running requests and jobs finish first.')
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), seconds * 1000)
  const outcome = await Promise.race([platform.stop(), late.promise])
  clearTimeout(timer)
  if (outcome !== 'late') return
  say(`Some were not done after ${seconds} s and are cut off; STOP_TIMEOUT gives them longer.`)
}
