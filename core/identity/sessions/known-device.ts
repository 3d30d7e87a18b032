import type { PlatformQuery } from '../../database/data-access.ts'
import { isIPv6 } from 'node:net'
import { networkOf } from '../sign-in-failures.ts'
import type { Client } from '../stored-sessions.ts'
import { describeDevice } from './describe-device.ts'

const MOST = 200

interface Earlier {
  readonly userAgent: string | null
  readonly address: string | null
}

/** A device as a person would tell it from others: `Firefox, Linux`. */
export function deviceName(userAgent: string | null): string {
  const { browser, system } = describeDevice(userAgent)
  return [browser, system].filter(Boolean).join(', ') || '?'
}

/** Whoever provides the connection, rather than the address of the day. */
function neighbourhoodOf(address: string | null): string {
  const network = networkOf(address)
  return isIPv6(address ?? '') && network.includes(':')
    ? network.split(':').slice(0, 2).join(':')
    : network.split('.').slice(0, 2).join('.')
}

const likenessOf = ({ userAgent, address }: Earlier): string =>
  `${deviceName(userAgent)} ${neighbourhoodOf(address)}`

/** Whether a person has signed in before like this; the first time they sign in, nothing is new. */
export async function isKnownDevice(query: PlatformQuery, userId: string, client: Client): Promise<boolean> {
  const earlier = await query<Earlier>(
    `select user_agent as "userAgent", host(address) as address from platform.sessions
     where user_id = $1 and impersonated_by is null order by created_at desc limit ${MOST}`,
    [userId],
  )
  const like = likenessOf(client)
  return earlier.length === 0 || earlier.some((session) => likenessOf(session) === like)
}
