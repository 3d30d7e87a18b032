import type { RouteServer } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { createChanges, type ReadChanges } from '../events/live/changes.ts'
import { eventPermissions } from '../events/live/event-visibility.ts'
import { JobNewsFeed } from '../events/live/job-news.ts'
import { LiveFeed } from '../events/live/live-feed.ts'
import { liveRoutes } from '../events/live/live-routes.ts'
import type { Signals } from '../events/signals.ts'
import { JobWatch } from '../jobs/job-watch.ts'
import type { Authenticator } from '../identity/session.ts'
import type { Registry } from '../kernel/registry.ts'
import { isOperator } from '../organizations/operators/assert-operator.ts'
import type { DatabaseGate } from '../tenancy/database-gate.ts'

export interface LiveUpdatesOptions {
  readonly platform: PlatformDatabase
  readonly signals: Signals
  readonly registry: Registry
  readonly gate: DatabaseGate
  readonly log: HostLogger
}

/** What happens, told as it happens to those who are connected to this host. */
export interface LiveUpdates {
  readonly jobWatch: JobWatch
  /** `ctx.changes` */
  readonly changes: ReadChanges
  routes(identity: Authenticator): (app: RouteServer) => void
  stop(): Promise<void>
}

export function startLiveUpdates(options: LiveUpdatesOptions): LiveUpdates {
  const { registry, gate } = options
  const feed = new LiveFeed(options)
  const jobNews = new JobNewsFeed(options)
  const jobWatch = new JobWatch(options)
  const permissionOf = eventPermissions(registry)
  feed.start()
  jobNews.start()
  jobWatch.start()
  return {
    jobWatch,
    changes: createChanges({ feed, gate, permissionOf }),
    routes: (identity) => (app) =>
      liveRoutes(app, {
        feed,
        jobNews,
        identity,
        gate,
        permissionOf,
        signals: options.signals,
        isOperator: (session) => isOperator(options.platform, session),
        onModulesChanged: (listener) => gate.onChange(({ organizationId }) => listener(organizationId)),
      }),
    stop: async () => {
      await Promise.all([feed.stop(), jobNews.stop(), jobWatch.stop()])
    },
  }
}
