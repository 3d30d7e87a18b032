import type { RouteServer } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { eventPermissions } from '../events/live/event-visibility.ts'
import { JobNewsFeed } from '../events/live/job-news.ts'
import { LiveFeed } from '../events/live/live-feed.ts'
import { liveRoutes } from '../events/live/live-routes.ts'
import type { Signals } from '../events/signals.ts'
import type { Authenticator } from '../identity/session.ts'
import type { Registry } from '../kernel/registry.ts'
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
  readonly feed: LiveFeed
  routes(identity: Authenticator): (app: RouteServer) => void
  stop(): Promise<void>
}

export function startLiveUpdates(options: LiveUpdatesOptions): LiveUpdates {
  const { registry, gate } = options
  const feed = new LiveFeed(options)
  const jobNews = new JobNewsFeed(options)
  feed.start()
  jobNews.start()
  return {
    feed,
    routes: (identity) => (app) =>
      liveRoutes(app, {
        feed,
        jobNews,
        identity,
        gate,
        permissionOf: eventPermissions(registry),
        onModulesChanged: (listener) => gate.onChange(({ organizationId }) => listener(organizationId)),
      }),
    stop: async () => {
      await Promise.all([feed.stop(), jobNews.stop()])
    },
  }
}
