import { hostname } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { createLogger, loadPlugins, pluginMigrations, startPlatform, type Registry } from '@wasla/core'
import { listedPlugins } from '../plugins/listed-plugins.ts'
import { pluginSources } from '../plugins/plugin-sources.ts'
import { adminDirectory } from './admin-directory.ts'
import { fileOptions } from './file-options.ts'
import { registrationMode } from './registration-mode.ts'
import { smsOptions } from './sms-options.ts'
import { signInProviders } from './sign-in-providers.ts'
import { encryptionKeys } from './encryption-keys.ts'
import type { Kernel, ModuleSummary } from './kernel.ts'

/** The real kernel behind the command line. */
export const kernel: Kernel = {
  async prepare() {
    for (const { load } of listedPlugins) {
      // What goes wrong is told by the start, which imports them again.
      await load().catch(() => undefined)
      // Meanwhile the database has answered.
      await setImmediate()
    }
  },

  async startPlatform({ config, database, migrate, turnToListen }) {
    const { http, runtime } = config
    const platform = await startPlatform({
      sources: await pluginSources(),
      environment: process.env,
      role: runtime.role,
      hostName: hostname(),
      database: async () => ({
        ...(await database()),
        pooled: config.database.pooled,
        poolSize: config.database.poolSize,
      }),
      migrate,
      turnToListen,
      http,
      mail: config.mail,
      sms: smsOptions(config),
      registration: registrationMode(config),
      outboundNetworks: config.outbound.networks,
      signInProviders: signInProviders(config),
      work: config.work,
      adminDirectory: adminDirectory(),
      files: fileOptions(config),
      encryptionKeys: await encryptionKeys(config),
      production: runtime.mode === 'production',
      log: createLogger({ level: runtime.logLevel }),
      stopTimeout: runtime.stopTimeout * 1000,
      // No load balancer stands before a host that somebody develops with.
      drainDelay: runtime.mode === 'production' ? undefined : 0,
    })
    return {
      port: platform.port,
      get modules() {
        return summaries(platform.registry)
      },
      stop: platform.stop,
    }
  },

  async loadPlugins() {
    const registry = await loadPlugins({
      sources: await pluginSources(),
      environment: process.env,
      log: createLogger({ level: 'silent' }),
    })
    return { migrations: pluginMigrations(registry), modules: summaries(registry) }
  },
}

function summaries({ manifests, quarantines }: Registry): ModuleSummary[] {
  const known = [...manifests.values()].map(({ id, version }) => ({
    id,
    version,
    quarantine: quarantines.get(id)?.reason,
  }))
  const unread = [...quarantines.values()].filter(({ plugin }) => !manifests.has(plugin))
  return [...known, ...unread.map(({ plugin, reason }) => ({ id: plugin, version: '?', quarantine: reason }))]
}
