import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { describeDevice } from './describe-device.ts'
import type { sessionResource } from './session.schema.ts'

interface Row {
  readonly id: string
  readonly user_agent: string | null
  readonly address: string | null
  readonly method: string
  readonly second_factor: boolean
  readonly created_at: Date
  readonly last_used_at: Date
  readonly expires_at: Date
  readonly organization: { id: string; name: string }
}

/** Where a person is signed in, the latest use first. */
export async function listSessions(
  platform: PlatformDatabase,
  userId: string,
  currentId: string,
): Promise<z.output<typeof sessionResource>[]> {
  const rows = await platform.asSystem<Row>(
    `select s.id, s.user_agent, host(s.address) as address, s.method, s.second_factor_at is not null as second_factor,
            s.created_at, s.last_used_at, s.expires_at, json_build_object('id', o.id, 'name', o.name) as organization
     from platform.sessions s join platform.organizations o on o.id = s.organization_id
     where s.user_id = $1 and s.revoked_at is null and s.expires_at > now()
     order by s.last_used_at desc, s.id limit 100`,
    [userId],
  )
  return rows.map((row) => ({
    id: row.id,
    device: describeDevice(row.user_agent),
    address: row.address,
    method: row.method,
    secondFactor: row.second_factor,
    organization: row.organization,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    current: row.id === currentId,
  }))
}
