import { median } from '../load/median.ts'
import { startBaseline } from '../processes/baseline-server.ts'
import { residentMemory } from '../processes/resident-memory.ts'
import type { RunningProcess } from '../processes/wasla-host.ts'
import { atMost, type Measurement } from './measurement.ts'

/** From `node` to ready with every plugin on a migrated database, and what the process then holds. */
export const start: Measurement = {
  name: 'start',
  async measure({ databaseUrl, poolSize, second, isolated, workload, quick, say }) {
    say('start')
    const host = await starts(quick ? 1 : 7, second.restart)
    const settings = { databaseUrl, poolSize, organizationId: workload.organizationId }
    const bare = await starts(
      quick ? 1 : 7,
      () => startBaseline('bare-server', settings),
      (each) => each.stop(),
    )
    const listed = (await isolated.imports()).map(
      ({ plugin, milliseconds, megabytes }) =>
        `${plugin} ${milliseconds.toFixed(0)} ms ${megabytes.toFixed(1)} MB`,
    )
    const time = atMost('start until ready', 1.5, host.seconds, 's')
    const memory = atMost('memory when ready', 250, host.megabytes, 'MB')
    return [
      {
        ...time,
        detail: `${time.detail}; the bare server ${bare.seconds.toPrecision(3)} s; imports: ${listed.join(', ')}`,
      },
      { ...memory, detail: `${memory.detail}; the bare server ${bare.megabytes.toPrecision(3)} MB` },
    ]
  },
}

async function starts(
  times: number,
  begin: () => Promise<RunningProcess>,
  end: (running: RunningProcess) => Promise<void> = async () => {},
): Promise<{ seconds: number; megabytes: number }> {
  const seconds: number[] = []
  const megabytes: number[] = []
  for (let time = 0; time < times; time += 1) {
    const running = await begin()
    seconds.push(running.readyAfter / 1000)
    megabytes.push(await residentMemory(running.pid))
    await end(running)
  }
  return { seconds: median(seconds), megabytes: median(megabytes) }
}
