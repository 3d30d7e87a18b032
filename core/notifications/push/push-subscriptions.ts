import { createHash, randomUUID } from 'node:crypto'
import { conflict, invalid, notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'
import type { Session } from '../../identity/session.ts'
import { describeDevice } from '../../identity/sessions/describe-device.ts'
import { ForbiddenTargetError, resolveTarget, type Outbound } from '../../outbound/resolve-target.ts'
import type { NewPushSubscription, PushSubscriptionView } from './push.schema.ts'

export interface PushDependencies {
  readonly platform: PlatformDatabase
  readonly keyring: Keyring
  readonly outbound: Outbound
}

const MOST_DEVICES = 20

/** Under which sealed subscriptions are kept; see `readSealedColumns`. */
export const subscriptionPlace = (id: string): string => `platform.push_subscriptions ${id}`

/** What was sealed for this subscription. */
export function openSubscription(
  { keyring }: Pick<PushDependencies, 'keyring'>,
  id: string,
  sealed: string,
): Pick<NewPushSubscription, 'endpoint' | 'keys'> {
  return JSON.parse(keyring.open(sealed, subscriptionPlace(id)))
}

interface Row {
  readonly id: string
  readonly user_agent: string | null
  readonly created_at: Date
  readonly last_used_at: Date | null
  readonly session_id: string
}

const viewOf = (row: Row, sessionId: string): PushSubscriptionView => ({
  id: row.id,
  device: describeDevice(row.user_agent),
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  current: row.session_id === sessionId,
})

/** The browsers in which a person is signed in and wants notifications, the newest first. */
export async function listPushSubscriptions(
  platform: PlatformDatabase,
  { principal, sessionId }: Session,
): Promise<PushSubscriptionView[]> {
  const rows = await platform.asSystem<Row>(
    `select s.id, s.user_agent, s.created_at, s.last_used_at, s.session_id
     from platform.push_subscriptions s join platform.sessions n on n.id = s.session_id
     where s.user_id = $1 and n.revoked_at is null and n.expires_at > now() order by s.created_at desc, s.id`,
    [principal.id],
  )
  return rows.map((row) => viewOf(row, sessionId))
}

/**
 * Registers the browser of a session, or registers it anew: whoever is signed in there last is told, and nobody else.
 * @throws invalid `push_endpoint_refused`; conflict `too_many_devices`
 */
export async function addPushSubscription(
  dependencies: PushDependencies,
  { principal, sessionId }: Session,
  { endpoint, keys }: NewPushSubscription,
  userAgent: string | null,
): Promise<PushSubscriptionView> {
  await assertEndpoint(dependencies.outbound, endpoint)
  const hash = createHash('sha256').update(endpoint).digest()
  return dependencies.platform.transaction(async (query) => {
    // Two registrations of one browser at once: the second waits for the first and finds it.
    await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [hash.toString('hex')])
    const [known] = await query<{ id: string }>(
      'select id from platform.push_subscriptions where endpoint_hash = $1',
      [hash],
    )
    const id = known?.id ?? randomUUID()
    const [row] = await query<Row>(
      `insert into platform.push_subscriptions as s (id, user_id, session_id, endpoint_hash, sealed_subscription, user_agent)
       select $1::uuid, $2::uuid, $3::uuid, $4::bytea, $5, $6
       where (select count(*) from platform.push_subscriptions where user_id = $2 and id <> $1) < ${MOST_DEVICES}
       on conflict (id) do update set user_id = excluded.user_id, session_id = excluded.session_id,
         sealed_subscription = excluded.sealed_subscription, user_agent = excluded.user_agent
       returning id, user_agent, created_at, last_used_at, session_id`,
      [
        id,
        principal.id,
        sessionId,
        hash,
        dependencies.keyring.seal(JSON.stringify({ endpoint, keys }), subscriptionPlace(id)),
        userAgent?.slice(0, 500) ?? null,
      ],
    )
    if (row !== undefined) return viewOf(row, sessionId)
    throw conflict(
      'too_many_devices',
      `Notifications go to ${MOST_DEVICES} devices of a person at most; remove one first.`,
    )
  })
}

/** @throws notFound `push_subscription_not_found` */
export async function removePushSubscription(
  platform: PlatformDatabase,
  userId: string,
  id: string,
): Promise<void> {
  const [removed] = await platform.asSystem(
    'delete from platform.push_subscriptions where id = $1 and user_id = $2 returning id',
    [id, userId],
  )
  if (removed === undefined)
    throw notFound('push_subscription_not_found', 'You have no such device; it may have been removed.')
}

async function assertEndpoint(outbound: Outbound, endpoint: string): Promise<void> {
  try {
    await resolveTarget(new URL(endpoint), outbound)
  } catch (error) {
    if (!(error instanceof ForbiddenTargetError)) return
    throw invalid(
      'push_endpoint_refused',
      "Push services are on public addresses by https, and never in the platform's own network; subscribe again in the browser.",
      { fields: [{ field: 'endpoint', message: 'is not a public https address' }] },
    )
  }
}
