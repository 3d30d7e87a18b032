import { migrate } from '@wasla/migrations'
import type { Command } from 'commander'
import type { Config } from '../config/config.schema.ts'
import { loadConfig } from '../config/load-config.ts'
import { printableConfig, withoutPassword } from '../config/printable-config.ts'
import { checkServer } from '../database/check-server.ts'
import type { Kernel } from '../runtime/kernel.ts'
import { publicUrl } from '../config/public-url.ts'
import { registrationMode } from '../runtime/registration-mode.ts'
import { requireFreePort } from '../runtime/require-free-port.ts'
import { withDatabase } from './with-database.ts'

/** `wasla doctor` */
export function addDoctor(program: Command, kernel: Kernel): void {
  program
    .command('doctor')
    .description('check settings, port, database, migrations and modules, and say what is wrong')
    .action(async () => {
      const config = loadConfig()
      for (const [variable, value] of Object.entries(printableConfig(config))) {
        if (value) console.log(`  ${variable}=${value}`)
      }
      await check('Node', async () => `${process.version} on ${process.platform} ${process.arch}`)
      await check('Port', () => checkPort(config))
      await check('Registration', async () => describeRegistration(config))
      await check('Database', () => checkDatabase(config, kernel))
      await check('Modules', () => checkModules(kernel))
    })
}

function describeRegistration(config: Config): string {
  return registrationMode(config) === 'verified'
    ? 'addresses are proven first, so nobody learns who has an account'
    : 'new addresses begin at once, so whoever registers one can tell whether it has an account; with SMTP_URL it is not so'
}

async function check(name: string, look: () => Promise<string>): Promise<void> {
  try {
    console.log(`✓ ${name}: ${await look()}`)
  } catch (error) {
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

async function checkPort(config: Config): Promise<string> {
  const { port, host } = config.http
  const alive = await fetch(`${publicUrl(config)}/livez`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  )
  if (alive?.ok) return `a host answers at ${publicUrl(config)}`
  await requireFreePort(port, host)
  return `${port} of ${host} is free`
}

async function checkDatabase(config: Config, kernel: Kernel): Promise<string> {
  return withDatabase(config, 'doctor', async ({ adminUrl, embedded }) => {
    const { version } = await checkServer(adminUrl, 'the embedded database')
    const { migrations } = await kernel.loadPlugins()
    const { pending, failed } = await migrate({ adminUrl, plugins: migrations, dryRun: true })
    const [failure] = failed
    if (failure) throw new Error(`the migrations of ${failure.plugin} cannot be applied: ${failure.message}`)
    const place = embedded?.directory ?? withoutPassword(adminUrl)
    return `PostgreSQL ${version} in ${place}, ${pending.length === 0 ? 'up to date' : `${pending.length} migrations to apply`}`
  })
}

async function checkModules(kernel: Kernel): Promise<string> {
  const { modules } = await kernel.loadPlugins()
  const broken = modules.filter(({ quarantine }) => quarantine)
  if (broken.length > 0) throw new Error(broken.map(({ id, quarantine }) => `${id}: ${quarantine}`).join(' '))
  return modules.map(({ id, version }) => `${id} ${version}`).join(', ') || 'none'
}
