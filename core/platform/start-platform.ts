import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { adminRoutes } from '../admin/admin-routes.ts'
import { createContexts } from '../contexts/default-contexts.ts'
import { createDataAccess } from '../database/create-data-access.ts'
import { createSignals } from '../events/signals.ts'
import { createGraphql } from '../graphql/create-graphql.ts'
import { addJobSubscription } from '../graphql/schema/platform-schema.ts'
import { createHttpServer } from '../http/server.ts'
import { createIdentity } from '../identity/identity.ts'
import { createMemberDirectory } from '../identity/member-directory.ts'
import { createJobs, type Jobs } from '../jobs/create-jobs.ts'
import { jobRoutes } from '../jobs/job-routes.ts'
import { attributeStrayErrors } from '../kernel/attribution.ts'
import { messageOf } from '../kernel/kernel-error.ts'
import { loadPlugins } from '../kernel/load-plugins.ts'
import { startPlugins, stopPlugins } from '../kernel/start-plugins.ts'
import { readLinks } from '../links/read-links.ts'
import { countToggles } from '../observability/count-toggles.ts'
import { createMetrics } from '../observability/metrics.ts'
import { createTracing } from '../observability/tracing.ts'
import { createOrganizationReaper } from '../organizations/deletion/organization-reaper.ts'
import { createOutbound } from '../outbound/resolve-target.ts'
import { ServiceContainer } from '../services/service-container.ts'
import { createGate } from '../tenancy/database-gate.ts'
import { moduleRoutes } from '../tenancy/http/module.routes.ts'
import { createKeyring } from '../encryption/keyring.ts'
import { createSettings } from '../tenancy/settings/settings.ts'
import type { SwitchDependencies } from '../tenancy/switch-module.ts'
import { checkTables } from './check-tables.ts'
import { createMail } from './create-mail.ts'
import { protectData } from './data-protection.ts'
import { findHooks } from './find-hooks.ts'
import { startLiveUpdates } from './live-updates.ts'
import { firstModules } from './first-modules.ts'
import { watchHost } from './host-watch.ts'
import { migratePlugins } from './migrate-plugins.ts'
import { entitlementQuestions, moduleLifecycle } from './module-lifecycle.ts'
import { notifications } from './notifications.ts'
import { organizationParts } from './organization-parts.ts'
import { queueOperatorRoutes } from './queue-operator.routes.ts'
import { outgoingWebhooks } from './outgoing-webhooks.ts'
import type { Platform } from './platform.ts'
import type { PlatformOptions } from './platform-options.ts'
import { watchDatabase } from './watch-database.ts'

const ALL_IN_GRAPHQL = { maxDepth: 12, maxCost: 20_000 }

/**
 * Starts a host: manifests → order → code → migrations → data → gate → contexts → HTTP and GraphQL → jobs → plugins. A plugin
 * that fails on the way is quarantined, and the rest is served.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { log, role } = options
  await using cleanup = new AsyncDisposableStack()

  const metrics = createMetrics()
  const tracing = createTracing()
  cleanup.defer(attributeStrayErrors(log, ({ plugin }) => metrics.countPluginError(plugin, 'timer')))
  const registry = await loadPlugins({
    sources: options.sources,
    environment: options.environment,
    log,
    timeLimit: options.loadLimit,
  })
  const database = await options.database()
  const url = database.directUrl ?? database.url
  await migratePlugins(registry, options.migrate)

  const signals = createSignals()
  const data = createDataAccess({
    ...database,
    plugins: registry.plugins,
    log,
    hooks: findHooks(
      registry,
      () => gate,
      () => contexts,
    ),
    onCommit: (unit) => signals.committed(unit),
    onUnusable: (plugin, error) =>
      registry.quarantine(
        plugin,
        'register',
        'entities_rejected',
        `The entities of "${plugin}" cannot be used: ${messageOf(error)}`,
      ),
  })
  cleanup.defer(() => data.close())
  const { platform } = data
  if (!options.production) await checkTables(registry, platform)

  const gate = createGate({
    url,
    platform,
    role,
    log,
    hostName: options.hostName,
    serving: () => new Set(registry.plugins.map((plugin) => plugin.id)),
  })
  cleanup.defer(watchDatabase({ data, gate, metrics, log }))
  cleanup.defer(() => gate.stop())
  const keyring = createKeyring(options.encryptionKeys)
  const protection = await protectData({
    options,
    platform,
    registry,
    gate,
    contexts: () => contexts,
    server: () => http,
    keyring,
    signals,
    log,
  })
  const pluginLog = (plugin: string) => log.child({ plugin })
  const { clockAhead = () => 0 } = options
  const clock = { now: () => new Date(Date.now() + clockAhead()) }
  const services = new ServiceContainer({
    plugins: registry.plugins,
    log: pluginLog,
    clock,
    platform: { 'platform.member-directory': createMemberDirectory(platform), ...protection.services },
  })
  cleanup.defer(() => services.dispose())
  const settings = createSettings({ platform, gate, registry, keyring, log })
  const contexts = createContexts({
    registry,
    data,
    services,
    clock,
    settings: (organizationId, plugin) => settings.read(organizationId, plugin),
    links: (organizationId, record, kind) => readLinks(platform, organizationId, record, kind),
    changes: (actor, events, changesOptions) => live.changes(actor, events, changesOptions),
    enqueue: (scope, job, payload, enqueueOptions) => jobs.enqueue(scope, job, payload, enqueueOptions),
  })

  const jobs: Jobs = createJobs({
    connectionString: url,
    role,
    hostId: gate.hostId,
    platform,
    registry,
    gate,
    contexts,
    signals,
    log,
    metrics,
    tracing,
    drainMs: options.stopTimeout,
    hostName: options.hostName,
    concurrency: options.work?.jobs,
    singletons: options.work?.singletons,
    eventLogDays: options.work?.eventLogDays,
    clockAhead,
  })
  const live = startLiveUpdates({ platform, signals, registry, gate, log })
  cleanup.defer(() => live.stop())
  const lifecycle = { registry, gate, contexts, log }
  const switching = {
    platform,
    gate,
    registry,
    log,
    entitlements: (organizationId: string) => entitlementQuestions(lifecycle, organizationId),
    lifecycle: moduleLifecycle(lifecycle),
    unpark: async (organizationId: string, moduleId: string) =>
      void (await jobs.unpark(organizationId, moduleId)),
  } satisfies SwitchDependencies
  cleanup.defer(
    gate.onChange((change) => {
      countToggles(metrics, change)
      jobs.refreshSingletons()
    }),
  )

  const { routes: mailRoutes, ...senders } = createMail(options, platform, log)
  cleanup.defer(() => senders.mailer.close())

  const origin = options.http.publicUrl ?? `http://localhost:${options.http.port}`
  const outbound = createOutbound(options.outboundNetworks ?? [])
  const identity = createIdentity({
    platform,
    outbound,
    ...senders,
    url,
    log,
    manifests: () => registry.manifests,
    publicUrl: options.http.publicUrl,
    keyring,
    registration: options.registration,
    platformProviders: options.signInProviders,
    insecureProviders: !options.production,
    origin,
    corsOrigins: options.http.corsOrigins,
    onOrganizationCreated: firstModules(registry, () => switching),
  })
  const webhooks = outgoingWebhooks({ options, platform, registry, gate, keyring, outbound, signals, log })
  const notices = notifications({
    options,
    platform,
    registry,
    gate,
    access: identity.access,
    keyring,
    outbound,
    ...senders,
    origin,
    log,
  })
  const startLimits = { registry, log: pluginLog, timeLimit: options.startLimit ?? 10_000 }
  cleanup.defer(() => identity.stop())
  cleanup.defer(() => stopPlugins(startLimits))
  cleanup.defer(() => jobs.stop())
  await Promise.all([gate.start(), identity.start(), jobs.connect(), startPlugins(startLimits)])
  gate.servingChanged()

  const graphql = createGraphql({
    registry,
    platform: (builder) => addJobSubscription(builder, live.jobWatch),
    contexts,
    gate,
    log,
    config: { ...ALL_IN_GRAPHQL, production: options.production },
    onModulesChanged: (listener) =>
      gate.onChange(({ organizationId, before, after }) => listener(organizationId, before ?? after, after)),
  })
  cleanup.defer(() => graphql.close())
  const admin =
    options.adminDirectory === undefined
      ? undefined
      : adminRoutes({ shellDirectory: options.adminDirectory, registry, gate, platform, log })
  const watch = watchHost(registry, metrics, log)
  cleanup.defer(() => watch.stop())
  const http = await createHttpServer({
    config: options.http,
    registry,
    identity,
    gate,
    contexts,
    platform,
    metrics,
    tracing,
    log,
    watch,
    platformRoutes: [
      identity.routes,
      ...organizationParts({
        platform,
        identity,
        mailer: senders.mailer,
        origin,
        manifests: () => registry.manifests,
      }),
      moduleRoutes({ ...switching, settings, signals }),
      (app) => jobRoutes(app, { platform, wake: () => jobs.signal() }),
      (app) => queueOperatorRoutes(app, platform),
      live.routes(identity),
      ...protection.routes,
      webhooks.routes,
      ...notices.routes,
      ...(admin === undefined ? [] : [admin.api]),
    ],
    rootRoutes: [
      ...mailRoutes,
      (app) => graphql.routes(app as unknown as FastifyInstance),
      ...(admin === undefined ? [] : [admin.root]),
    ],
    databaseWait: () => data.wait(),
    checkResponses: !options.production,
    drainDelay: options.drainDelay,
    stopTimeout: options.stopTimeout,
  })
  gate.servingChanged()
  await jobs.start()

  const reaper = createOrganizationReaper(platform, log)
  reaper.start()
  cleanup.defer(() => reaper.stop())
  protection.start()
  cleanup.defer(() => protection.stop())
  notices.start()
  cleanup.defer(() => notices.stop())
  webhooks.start()
  cleanup.defer(() => webhooks.stop())
  // Disposed first: requests that still come in may enqueue.
  cleanup.defer(() => http.close())
  await options.turnToListen?.()
  await http.listen({ host: options.http.host, port: options.http.port })
  const running = cleanup.move()
  return {
    registry,
    port: (http.server.address() as AddressInfo).port,
    runSchedules: () => jobs.runSchedules(),
    stop: () => running.disposeAsync(),
  }
}
