import type {
  EventDefinition,
  JobDefinition,
  MeterDefinition,
  NotificationDefinition,
  NotificationRecipients,
  Outbox,
} from '@wasla/sdk'

export interface OutgoingEvent {
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly aggregate: string | null
  readonly aggregateVersion: number | null
}

export interface OutgoingJob {
  readonly queue: string
  readonly payload: unknown
  readonly startAfter: number | Date | null
  readonly priority: number
  readonly key: string | null
}

export interface OutgoingMeter {
  readonly meter: string
  readonly quantity: number
  readonly key: string
}

export interface OutgoingNotification {
  readonly kind: string
  readonly recipients: NotificationRecipients
  readonly payload: unknown
}

/** Collects what a unit of work announces until its end. */
export class CollectingOutbox implements Outbox {
  readonly events: OutgoingEvent[] = []
  readonly jobs: OutgoingJob[] = []
  readonly meters: OutgoingMeter[] = []
  readonly notifications: OutgoingNotification[] = []
  readonly plugin: string

  constructor(plugin: string) {
    this.plugin = plugin
  }

  get isEmpty(): boolean {
    return [this.events, this.jobs, this.meters, this.notifications].every(({ length }) => length === 0)
  }

  emit(event: EventDefinition, payload: unknown): void {
    if (!event.name.startsWith(`${this.plugin}.`)) {
      throw new Error(
        `Plugin "${this.plugin}" emitted "${event.name}", which is another plugin's event: emit one of its own.`,
      )
    }
    const parsed = parse(event, payload)
    const order = event.order?.(parsed)
    this.events.push({
      name: event.name,
      version: event.version,
      payload: parsed,
      aggregate: order?.aggregate ?? null,
      aggregateVersion: order?.version ?? null,
    })
  }

  enqueue<Payload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options: Parameters<Outbox['enqueue']>[2] = {},
  ): void {
    const { after = null, priority = 0, key = null } = options
    this.jobs.push({ queue: job.name, payload: parse(job, payload), startAfter: after, priority, key })
  }

  meter(meter: MeterDefinition, quantity: number, key: string): void {
    this.meters.push({ meter: meter.name, quantity, key })
  }

  notify(notification: NotificationDefinition, to: NotificationRecipients, payload: unknown): void {
    if (!notification.name.startsWith(`${this.plugin}.`)) {
      throw new Error(
        `Plugin "${this.plugin}" sent "${notification.name}", which is another plugin's notification: send one of its own.`,
      )
    }
    this.notifications.push({
      kind: notification.name,
      recipients: to,
      payload: parse(notification, payload),
    })
  }
}

function parse(
  { name, payload: schema }: EventDefinition | JobDefinition | NotificationDefinition,
  payload: unknown,
): unknown {
  const parsed = schema.safeParse(payload)
  if (parsed.success) return parsed.data
  throw new Error(
    `The payload of "${name}" does not fit its schema, so nothing was saved: ${parsed.error.message}`,
    {
      cause: parsed.error,
    },
  )
}
