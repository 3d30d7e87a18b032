import { z } from 'zod'
import { decodeCursor, toPage, type Page } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { NotificationView } from './notification.schema.ts'

/** Whose notifications: a person's, in one organization. */
export interface Recipient {
  readonly organizationId: string
  readonly userId: string
}

/** The newest first. */
export async function listNotifications(
  platform: PlatformDatabase,
  { organizationId, userId }: Recipient,
  { cursor, limit, unread }: { readonly cursor?: string; readonly limit: number; readonly unread: boolean },
): Promise<Page<NotificationView>> {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.uuid()]))[0]
  const rows = await platform.inOrganization<NotificationView>(
    organizationId,
    `select id, kind, title, body, link, to_json(created_at) #>> '{}' as "createdAt", to_json(read_at) #>> '{}' as "readAt"
     from platform.notifications
     where organization_id = $1 and user_id = $2 and ($3::uuid is null or id < $3) and (not $4 or read_at is null)
     order by id desc limit $5`,
    [organizationId, userId, before, unread, limit + 1],
  )
  return toPage(rows, limit, ({ id }) => [id])
}

export async function countUnread(
  platform: PlatformDatabase,
  { organizationId, userId }: Recipient,
): Promise<number> {
  const [row] = await platform.inOrganization<{ unread: number }>(
    organizationId,
    'select count(*)::int as unread from platform.notifications where organization_id = $1 and user_id = $2 and read_at is null',
    [organizationId, userId],
  )
  return row?.unread ?? 0
}

/** @param ids all, when there are none. Others' and unknown ones are passed over. */
export async function markRead(
  platform: PlatformDatabase,
  { organizationId, userId }: Recipient,
  ids?: readonly string[],
): Promise<void> {
  await platform.inOrganization(
    organizationId,
    `update platform.notifications set read_at = now()
     where organization_id = $1 and user_id = $2 and read_at is null and ($3::uuid[] is null or id = any($3))`,
    [organizationId, userId, ids ?? null],
  )
}
