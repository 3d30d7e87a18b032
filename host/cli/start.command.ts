import type { Command } from 'commander'
import { loadConfig } from '../config/load-config.ts'
import type { Kernel } from '../runtime/kernel.ts'
import { runHost } from '../runtime/run-host.ts'
import { standBy } from '../runtime/stand-by.ts'
import { version } from './version.ts'

/** `wasla start` and `wasla worker`. */
export function addStart(program: Command, kernel: Kernel): void {
  program
    .command('start')
    .description('start a host: it answers requests and runs jobs')
    .option('--role <role>', 'web, worker or all; WASLA_ROLE says the same')
    .action(({ role }: { role?: string }) => start(kernel, role))
  program
    .command('worker')
    .description('start a host that only runs jobs, beside others on one DATABASE_URL')
    .action(() => start(kernel, 'worker'))
}

async function start(kernel: Kernel, role: string | undefined): Promise<void> {
  const turns = standBy()
  const config = loadConfig(role === undefined ? process.env : { ...process.env, WASLA_ROLE: role })
  await runHost({ config, version, kernel, turns, say: console.log })
  // What was cut off at the end must not keep the process alive.
  process.exit()
}
