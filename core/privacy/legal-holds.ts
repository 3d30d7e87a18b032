import { conflict, notFound, type DataSubject } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

/** Why data about a person is kept, whoever asks. */
export interface LegalHold {
  readonly id: string
  readonly email: string | null
  readonly phone: string | null
  readonly userId: string | null
  readonly reason: string
  /** The last day, `YYYY-MM-DD`; until it is released when there is none. */
  readonly until: string | null
  readonly placedBy: string | null
  readonly placedAt: string
  readonly releasedAt: string | null
}

const COLUMNS = `h.id, h.email, h.phone, h.user_id as "userId", h.reason, h.until::text as until, h.placed_by as "placedBy",
  to_json(h.placed_at) #>> '{}' as "placedAt", to_json(h.released_at) #>> '{}' as "releasedAt"`
const EFFECTIVE = 'h.released_at is null and (h.until is null or h.until >= current_date)'

export interface HoldInput {
  readonly organizationId: string
  readonly subject: DataSubject
  readonly reason: string
  readonly until: string | null
  readonly actorId: string
}

export async function placeHold(
  platform: PlatformDatabase,
  { organizationId, subject, reason, until, actorId }: HoldInput,
): Promise<LegalHold> {
  const [hold] = await withAuthor<LegalHold>(
    platform,
    actorId,
    `insert into platform.legal_holds as h (organization_id, email, phone, user_id, reason, until, placed_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [
      organizationId,
      subject.email?.toLowerCase() ?? null,
      subject.phone ?? null,
      subject.userId ?? null,
      reason,
      until,
      actorId,
    ],
  )
  if (hold === undefined) throw new Error('An insert into platform.legal_holds returned no row')
  return hold
}

/** @throws not-found `hold_not_found`; conflict `hold_released` */
export async function releaseHold(
  platform: PlatformDatabase,
  organizationId: string,
  id: string,
  actorId: string,
): Promise<LegalHold> {
  const [released] = await withAuthor<LegalHold>(
    platform,
    actorId,
    `update platform.legal_holds h set released_at = now(), released_by = $3
     where h.organization_id = $1 and h.id = $2 and h.released_at is null returning ${COLUMNS}`,
    [organizationId, id, actorId],
  )
  if (released !== undefined) return released
  if ((await listHolds(platform, organizationId)).some((hold) => hold.id === id)) {
    throw conflict('hold_released', 'The hold was released before; nothing was changed.')
  }
  throw notFound('hold_not_found', 'There is no such legal hold in this organization.')
}

export function listHolds(platform: PlatformDatabase, organizationId: string): Promise<LegalHold[]> {
  return platform.inOrganization<LegalHold>(
    organizationId,
    `select ${COLUMNS} from platform.legal_holds h where h.organization_id = $1 order by h.placed_at desc, h.id limit 1000`,
    [organizationId],
  )
}

/** The hold that forbids erasing a person now. */
export async function effectiveHold(
  platform: PlatformDatabase,
  organizationId: string,
  { email, phone, userId }: DataSubject,
): Promise<LegalHold | undefined> {
  const [hold] = await platform.inOrganization<LegalHold>(
    organizationId,
    `select ${COLUMNS} from platform.legal_holds h
     where h.organization_id = $1 and (h.email = $2 or h.phone = $3 or h.user_id = $4) and ${EFFECTIVE}
     order by h.until desc nulls first limit 1`,
    [organizationId, email?.toLowerCase() ?? null, phone ?? null, userId ?? null],
  )
  return hold
}

function withAuthor<Row extends object>(
  platform: PlatformDatabase,
  actorId: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return platform.transaction(async (query) => {
    await query(`select set_config('app.actor_id', $1, true)`, [actorId])
    return query<Row>(text, values)
  })
}
