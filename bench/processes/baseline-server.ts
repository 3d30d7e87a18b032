import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type HostSettings, profiling, type RunningProcess } from './wasla-host.ts'

export interface BaselineSettings extends Omit<HostSettings, 'role'> {
  readonly organizationId: string
}

/** Starts one of `bench/baselines` as a process of its own; it tells its port when it is ready. */
export async function startBaseline(
  name: 'bare-server' | 'stock-graphql-server',
  { databaseUrl, poolSize, organizationId, profileInto }: BaselineSettings,
): Promise<RunningProcess> {
  const begin = performance.now()
  const child = fork(fileURLToPath(new URL(`../baselines/${name}.ts`, import.meta.url)), {
    execArgv: [...process.execArgv, ...profiling(profileInto)],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: String(poolSize),
      BENCH_ORGANIZATION: organizationId,
      NODE_ENV: 'production',
    },
  })
  const ended = once(child, 'exit')
  const [{ port }] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The ${name} ended with ${code} before it was ready.`))),
  ])) as [{ port: number }]
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    readyAfter: performance.now() - begin,
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
