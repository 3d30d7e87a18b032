/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly event: string
  readonly version: number
  readonly occurredAt: string
  readonly organizationId: string
  readonly data: unknown
}

/** The body of a message: `type`, `timestamp` and `data`, as the Standard Webhooks specification recommends. */
export function messageBody({ event, version, occurredAt, organizationId, data }: LoggedEvent): string {
  return JSON.stringify({ type: event, timestamp: occurredAt, version, organizationId, data })
}
