import type { Signals } from '../events/signals.ts'
import type { PlatformRoutes } from '../http/server-options.ts'
import type { EventTypeSource } from '../webhooks/event-types.ts'
import { WebhookWorker, type WebhookWorkerOptions } from '../webhooks/webhook-worker.ts'
import { webhookRoutes } from '../webhooks/webhook.routes.ts'
import type { PlatformOptions } from './platform-options.ts'

export interface OutgoingWebhooksDependencies
  extends EventTypeSource,
    Pick<WebhookWorkerOptions, 'platform' | 'keyring' | 'outbound' | 'log'> {
  readonly options: Pick<PlatformOptions, 'role' | 'webhooks'>
  readonly signals: Signals
}

/** The API of webhooks, and what sends them. */
export function outgoingWebhooks(dependencies: OutgoingWebhooksDependencies): {
  readonly routes: PlatformRoutes
  start(): void
  stop(): Promise<void>
} {
  const { role, webhooks } = dependencies.options
  const onWork = (organizationId: string): void =>
    void dependencies.signals.emit('work', { kind: 'webhooks', organizationId })
  const worker =
    role === 'web'
      ? undefined
      : new WebhookWorker({ ...dependencies, onWork, timeoutMs: webhooks?.timeoutMs })
  return {
    routes: webhookRoutes(dependencies),
    start: () => worker?.start(),
    stop: async () => worker?.stop(),
  }
}
