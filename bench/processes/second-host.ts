import { type HostSettings, type RunningProcess, startHost } from './wasla-host.ts'

/** A host of role `all` beside the first, shared by those who measure with two. */
export interface SecondHost {
  /** Starts it, after stopping the one that runs. */
  restart(): Promise<RunningProcess>
  /** The one that runs, or one that is started now. */
  running(): Promise<RunningProcess>
  /** Deliveries run in it, which others would pay for. */
  stop(): Promise<void>
}

export function secondHost(settings: Omit<HostSettings, 'role'>): SecondHost {
  let host: RunningProcess | undefined
  const stop = async (): Promise<void> => {
    await host?.stop()
    host = undefined
  }
  const restart = async (): Promise<RunningProcess> => {
    await stop()
    host = await startHost({ ...settings, role: 'all' })
    return host
  }
  return { stop, restart, running: async () => host ?? restart() }
}
