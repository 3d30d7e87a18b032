import { fileScanners, type FileScanner } from '@wasla/sdk'
import { createAuditSealer } from '../audit/audit-sealer.ts'
import { auditRoutes } from '../audit/audit.routes.ts'
import type { HostLogger } from '../contexts/actor.ts'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { EncryptionKeys } from '../encryption/keyring.ts'
import type { Signals } from '../events/signals.ts'
import { createFileStore } from '../files/file-store.ts'
import { fileRoutes } from '../files/files.routes.ts'
import { createObjectStorage } from '../files/object-storage.ts'
import type { FindScanners } from '../files/scan-file.ts'
import { createFileSweeper } from '../files/sweep-files.ts'
import type { PlatformRoutes } from '../http/server-options.ts'
import { exportList } from '../exports/export-list.ts'
import { exportRoutes } from '../exports/exports.routes.ts'
import type { ListPages } from '../exports/read-list.ts'
import type { Registry } from '../kernel/registry.ts'
import { createPrivacyWorker } from '../privacy/privacy-worker.ts'
import { privacyRoutes } from '../privacy/privacy.routes.ts'
import { createTaskWorker } from '../tasks/task-worker.ts'
import { runPurge } from '../tenancy/data/run-purge.ts'
import type { Gate } from '../tenancy/gate.ts'
import type { PlatformOptions } from './platform-options.ts'
import { systemScope } from './system-scope.ts'

export interface DataProtectionDependencies {
  readonly options: Pick<PlatformOptions, 'files' | 'http' | 'role'>
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Gate
  readonly contexts: () => ContextFactory
  /** What answers the host's own API; there once work in the background has started. */
  readonly server: () => ListPages['server']
  readonly keyring: EncryptionKeys
  readonly signals: Signals
  readonly log: HostLogger
}

/** Files, exports, the audit trail and privacy: what an organization's data needs besides its modules. */
export interface DataProtection {
  /** The platform's public services, by ref id. */
  readonly services: Readonly<Record<string, object>>
  readonly routes: readonly PlatformRoutes[]
  /** Starts what works in the background; nothing, on a host that only answers requests. */
  start(): void
  stop(): Promise<void>
}

export async function protectData(dependencies: DataProtectionDependencies): Promise<DataProtection> {
  const { options, platform, keyring, signals, log } = dependencies
  const files = {
    platform,
    log,
    storage: await createObjectStorage(options.files.storage),
    options: options.files,
    scanners: findScanners(dependencies),
    signer: keyring,
    publicUrl: options.http.publicUrl,
  }
  const background =
    options.role === 'web'
      ? []
      : [
          createAuditSealer({ platform, signer: keyring, log }),
          createFileSweeper(files),
          createPrivacyWorker({ ...dependencies, files }),
          createTaskWorker({
            platform,
            signals,
            log,
            run: {
              purge: (task) => runPurge(dependencies, task),
              export: (task, run) => exportList(files, dependencies.server(), task, run),
            },
          }),
        ]
  return {
    services: { 'platform.file-store': createFileStore(files) },
    routes: [
      auditRoutes({ platform }),
      fileRoutes(files),
      privacyRoutes(files),
      (app, table) => exportRoutes(app, table, { ...files, signals }),
    ],
    start: () => background.forEach((work) => work.start()),
    stop: async () => void (await Promise.all(background.map((work) => work.stop()))),
  }
}

function findScanners({ registry, gate, contexts, log }: DataProtectionDependencies): FindScanners {
  return async (organizationId) => {
    const scope = await systemScope(gate, organizationId, log)
    return registry.plugins
      .filter(({ id }) => scope.active.ids.has(id))
      .flatMap(({ id, definition }) =>
        (definition.contributes ?? [])
          .filter(({ point }) => point.name === fileScanners.name)
          .map(({ value }) => ({
            plugin: id,
            scanner: value as FileScanner,
            ctx: contexts().system(id, scope),
          })),
      )
  }
}
