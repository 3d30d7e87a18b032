import type { PlatformRoutes } from '../http/server-options.ts'
import { createAddressFilter } from '../webhooks/allowed-addresses.ts'
import type { EventTypeSource } from '../webhooks/event-types.ts'
import { resolveByDns } from '../webhooks/resolve-target.ts'
import { WebhookWorker, type WebhookWorkerOptions } from '../webhooks/webhook-worker.ts'
import { webhookRoutes } from '../webhooks/webhook.routes.ts'
import type { PlatformOptions } from './platform-options.ts'

export interface OutgoingWebhooksDependencies
  extends EventTypeSource,
    Pick<WebhookWorkerOptions, 'platform' | 'keyring' | 'mailer' | 'origin' | 'log'> {
  readonly options: Pick<PlatformOptions, 'role' | 'webhooks'>
}

/** The API of webhooks, and what sends them. */
export function outgoingWebhooks(dependencies: OutgoingWebhooksDependencies): {
  readonly routes: PlatformRoutes
  start(): void
  stop(): Promise<void>
} {
  const { role, webhooks } = dependencies.options
  const parts = {
    ...dependencies,
    addresses: createAddressFilter(webhooks?.networks ?? []),
    resolve: resolveByDns,
  }
  const worker = role === 'web' ? undefined : new WebhookWorker({ ...parts, timeoutMs: webhooks?.timeoutMs })
  return {
    routes: webhookRoutes(parts),
    start: () => worker?.start(),
    stop: async () => worker?.stop(),
  }
}
