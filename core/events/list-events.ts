import type { PlatformDatabase } from '../database/data-access.ts'

/** An event of the log, with its place in the chain. */
export interface ListedEvent {
  readonly id: string
  readonly name: string
  readonly plugin: string
  readonly organizationId: string
  /** Null when the organization is gone. */
  readonly organizationName: string | null
  readonly occurredAt: string
  /** Everything that one request or job led to has the same. */
  readonly correlationId: string
  /** The event that led to it. */
  readonly causationId: string | null
  readonly depth: number
}

export interface EventFilter {
  readonly organizationId?: string
  readonly name?: string
  /** All that one request or job led to, in order. */
  readonly correlationId?: string
  readonly limit?: number
  /** Only those before the one of this id. */
  readonly before?: string
}

export async function listEvents(
  platform: PlatformDatabase,
  filter: EventFilter = {},
): Promise<ListedEvent[]> {
  const { organizationId, name, correlationId, limit = 100, before } = filter
  return platform.asSystem<ListedEvent>(
    `select e.id, e.name, e.plugin_id as plugin, e.organization_id as "organizationId",
       (select o.name from platform.organizations o where o.id = e.organization_id) as "organizationName",
       to_json(e.occurred_at) #>> '{}' as "occurredAt", e.correlation_id as "correlationId",
       e.causation_id as "causationId", e.depth
     from platform.event_log e
     where ($1::uuid is null or e.organization_id = $1) and ($2::text is null or e.name = $2)
       and ($3::uuid is null or e.correlation_id = $3)
       and ($5::uuid is null or e.id < $5)
     order by e.id desc limit $4`,
    [organizationId ?? null, name ?? null, correlationId ?? null, limit, before ?? null],
  )
}

/** How far a subscriber is behind the events it hears. */
export interface SubscriberLag {
  readonly subscriber: string
  readonly event: string
  readonly waiting: number
  readonly parked: number
  readonly dead: number
  readonly lagSeconds: number
}

export async function subscriberLags(platform: PlatformDatabase): Promise<SubscriberLag[]> {
  return platform.asSystem<SubscriberLag>(
    `select s.name as subscriber, s.event, (coalesce(j.waiting, 0) + coalesce(u.waiting, 0))::int as waiting, coalesce(p.parked, 0)::int as parked,
       coalesce(j.dead, 0)::int as dead, coalesce(extract(epoch from now() - least(j.oldest, u.oldest)), 0)::float8 as "lagSeconds"
     from platform.event_subscribers s
     left join (
       select name, count(*) filter (where state < 'completed') as waiting, count(*) filter (where state = 'failed') as dead,
         min(created_on) filter (where state < 'completed') as oldest
       from pgboss.job where state in ('created', 'retry', 'active', 'failed') group by name
     ) j on j.name = s.queue
     left join (
       select name, count(*) as waiting, min(occurred_at) as oldest from platform.unrelayed_events group by name
     ) u on u.name = s.event
     left join (select queue, count(*) as parked from platform.parked_jobs group by queue) p on p.queue = s.queue
     order by s.name`,
  )
}
