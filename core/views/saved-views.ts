import { invalid, notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { NewView, SavedView } from './view.schema.ts'

/** Whose views: a person's, in one organization. */
export interface Viewer {
  readonly organizationId: string
  readonly userId: string
}

const MOST = 50
const COLUMNS = 'id, list, name, state, columns, shared, user_id = $2 as own'

/** A person's own views of a list, then those that others share. */
export function listViews(
  platform: PlatformDatabase,
  { organizationId, userId }: Viewer,
  list: string,
): Promise<SavedView[]> {
  return platform.inOrganization<SavedView>(
    organizationId,
    `select ${COLUMNS} from platform.saved_views
     where organization_id = $1 and list = $3 and (user_id = $2 or shared) order by own desc, name, id`,
    [organizationId, userId, list],
  )
}

/**
 * Keeps a view; one's own of the same name is replaced.
 * @throws invalid `too_many_views`
 */
export async function saveView(
  platform: PlatformDatabase,
  { organizationId, userId }: Viewer,
  { list, name, state, columns, shared }: NewView,
): Promise<SavedView> {
  const [saved] = await platform.inOrganization<SavedView>(
    organizationId,
    `insert into platform.saved_views (organization_id, user_id, list, name, state, columns, shared)
     select $1::uuid, $2::uuid, $3::text, $4::text, $5::jsonb, $6::text[], $7::boolean
     where (select count(*) from platform.saved_views
       where organization_id = $1::uuid and user_id = $2::uuid and list = $3::text and name <> $4::text) < ${MOST}
     on conflict (organization_id, user_id, list, name) do update
       set state = excluded.state, columns = excluded.columns, shared = excluded.shared
     returning ${COLUMNS}`,
    [organizationId, userId, list, name, JSON.stringify(state), columns, shared],
  )
  if (saved !== undefined) return saved
  throw invalid(
    'too_many_views',
    `You keep ${MOST} views of this list already, so this one was not saved; remove one that you no longer need.`,
  )
}

/**
 * @param anybody whether shared views of others may be removed, too
 * @throws not-found `view_not_found`
 */
export async function removeView(
  platform: PlatformDatabase,
  { organizationId, userId }: Viewer,
  id: string,
  anybody: boolean,
): Promise<void> {
  const removed = await platform.inOrganization(
    organizationId,
    `delete from platform.saved_views
     where organization_id = $1 and id = $3 and (user_id = $2 or (shared and $4)) returning 1`,
    [organizationId, userId, id, anybody],
  )
  if (removed.length === 0)
    throw notFound(
      'view_not_found',
      'You have no such view, so nothing was removed; what others share is removed by them, or by whoever may change the settings.',
    )
}
