import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Keyring } from '../encryption/keyring.ts'
import { Interval } from '../jobs/interval.ts'
import type { Outbound } from '../outbound/resolve-target.ts'
import { claimDeliveries, releaseDelivery, type ClaimedDelivery } from './claim-deliveries.ts'
import { sendWebhook, type Answer } from './send-webhook.ts'
import { settleDelivery } from './settle-delivery.ts'
import { messageBody } from './webhook-message.ts'
import { secretPlace, signedHeaders } from './webhook-secret.ts'

export interface WebhookWorkerOptions {
  readonly platform: PlatformDatabase
  readonly keyring: Keyring
  readonly outbound: Outbound
  /** Told whose deliveries begin and end. */
  readonly onWork?: (organizationId: string) => void
  readonly log: Logger
  /** Milliseconds a receiver has to answer. Default 20,000. */
  readonly timeoutMs?: number
}

const ROOM = 64
const LIMITS = { perEndpoint: 4, perOrganization: 16 }
const TIMEOUT_MS = 20_000
const PAUSE_MS = 500
const STOP_MS = 3_000
const KEEP_DAYS = 30

/** Sends what is due, for as long as the host runs. */
export class WebhookWorker {
  readonly #options: WebhookWorkerOptions
  readonly #timeoutMs: number
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #claiming: Interval
  readonly #upkeep: Interval

  constructor(options: WebhookWorkerOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS
    this.#claiming = new Interval(() => this.#guarded(() => this.#claim()), PAUSE_MS)
    this.#upkeep = new Interval(() => this.#guarded(() => this.#keep()), 10 * PAUSE_MS)
  }

  start(): void {
    this.#claiming.start()
    this.#upkeep.start()
  }

  /** Requests under way have a moment to end, then they are broken off and given back. */
  async stop(): Promise<void> {
    await Promise.all([this.#claiming.stop(), this.#upkeep.stop()])
    await Promise.race([Promise.all(this.#running), delay(STOP_MS, undefined, { ref: false })])
    this.#stopping.abort()
    await Promise.all(this.#running)
  }

  async #claim(): Promise<void> {
    const room = ROOM - this.#running.size
    if (room <= 0) return
    const leaseSeconds = this.#timeoutMs / 1000 + 40
    for (const delivery of await claimDeliveries(this.#options.platform, { room, leaseSeconds, ...LIMITS })) {
      const told = (): void => this.#options.onWork?.(delivery.organizationId)
      told()
      const running = this.#guarded(() => this.#attempt(delivery)).finally(() => {
        this.#running.delete(running)
        told()
        this.#claiming.now()
      })
      this.#running.add(running)
    }
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const answer = await this.#send(delivery)
    if (this.#stopping.signal.aborted && !answer.succeeded)
      return releaseDelivery(this.#options.platform, delivery)
    await settleDelivery(this.#options.platform, delivery, answer)
  }

  async #send({ endpointId, messageId, url, sealedSecrets, logged }: ClaimedDelivery): Promise<Answer> {
    const { keyring, outbound } = this.#options
    if (logged === null)
      return { succeeded: false, durationMs: 0, error: 'The event is no longer kept, so it cannot be sent.' }
    const body = messageBody(logged)
    const secrets = sealedSecrets.map((sealed) => keyring.open(sealed, secretPlace(endpointId)))
    const headers = signedHeaders(secrets, messageId, new Date(), body)
    return sendWebhook(url, headers, body, {
      outbound,
      timeoutMs: this.#timeoutMs,
      signal: this.#stopping.signal,
    })
  }

  async #keep(): Promise<void> {
    await this.#options.platform.asSystem(
      `delete from platform.webhook_deliveries where id in (
         select id from platform.webhook_deliveries where created_at < now() - make_interval(days => $1)
           and status <> 'waiting' limit 1000)`,
      [KEEP_DAYS],
    )
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      this.#options.log.warn({ err: error }, 'Webhooks could not be worked on; trying again'),
    )
  }
}
