import type { PlatformDatabase } from '../database/data-access.ts'
import type { LoggedEvent } from './webhook-message.ts'

/** A delivery that this host has taken on, until its lease ends. */
export interface ClaimedDelivery {
  readonly id: string
  readonly organizationId: string
  readonly endpointId: string
  readonly messageId: string
  /** Which attempt this is, from 1; also what fences a host whose lease ended. */
  readonly attempt: number
  readonly url: string
  readonly sealedSecrets: readonly string[]
  /** `null` when the log no longer has it. */
  readonly logged: LoggedEvent | null
}

export interface ClaimLimits {
  readonly room: number
  /** At once, over all hosts. */
  readonly perEndpoint: number
  readonly perOrganization: number
  readonly leaseSeconds: number
}

/** Takes on what is due, organizations in turns, so that none waits behind another's slow receivers. */
export function claimDeliveries(
  platform: PlatformDatabase,
  { room, perEndpoint, perOrganization, leaseSeconds }: ClaimLimits,
): Promise<ClaimedDelivery[]> {
  return platform.asSystem<ClaimedDelivery>(
    `with running as (
       select organization_id, endpoint_id, count(*)::int as n from platform.webhook_deliveries
       where lease_until is not null and lease_until > now() group by 1, 2
     ), due as (
       select d.id, d.organization_id, row_number() over (partition by d.organization_id order by d.next_attempt_at) as position
       from platform.webhook_endpoints e
       cross join lateral (
         select w.id, w.organization_id, w.next_attempt_at from platform.webhook_deliveries w
         where w.endpoint_id = e.id and w.status = 'waiting' and w.next_attempt_at <= now()
           and (w.lease_until is null or w.lease_until <= now())
         order by w.next_attempt_at
         limit greatest($2 - coalesce((select r.n from running r where r.endpoint_id = e.id), 0), 0)
         for update skip locked
       ) d
       where e.enabled
     ), taken as (
       select id from due
       where position <= $3 - coalesce((select sum(r.n) from running r where r.organization_id = due.organization_id), 0)
       order by position limit $1
     )
     update platform.webhook_deliveries d set attempts = d.attempts + 1, lease_until = now() + make_interval(secs => $4)
     from taken t, platform.webhook_endpoints e
     where d.id = t.id and e.id = d.endpoint_id
     returning d.id, d.organization_id as "organizationId", d.endpoint_id as "endpointId", d.event_id as "messageId", d.attempts as attempt, e.url,
       array_remove(array[e.sealed_secret, case when e.previous_secret_until > now() then e.sealed_previous_secret end], null) as "sealedSecrets",
       (select jsonb_build_object('event', l.name, 'version', l.version, 'occurredAt', l.occurred_at, 'organizationId', l.organization_id, 'data', l.payload)
        from platform.event_log l where l.id = d.event_id and l.occurred_at = d.occurred_at) as logged`,
    [room, perEndpoint, perOrganization, leaseSeconds],
  )
}

/** Gives a delivery back as if it had not been claimed: this host stops. */
export async function releaseDelivery(
  platform: PlatformDatabase,
  { id, attempt }: ClaimedDelivery,
): Promise<void> {
  await platform.asSystem(
    'update platform.webhook_deliveries set attempts = attempts - 1, lease_until = null where id = $1 and attempts = $2 and lease_until is not null',
    [id, attempt],
  )
}
