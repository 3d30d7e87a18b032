import type { StoredFile } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'

/** A stored file's row. */
export interface FileRecord extends StoredFile {
  readonly organizationId: string
  readonly plugin: string
  readonly storageKey: string
  readonly uploadedBy: string | null
}

const COLUMNS = `f.id, f.organization_id as "organizationId", f.plugin_id as plugin, f.name, f.content_type as "contentType",
  f.size::float8 as size, encode(f.sha256, 'hex') as sha256, f.storage_key as "storageKey", f.uploaded_by as "uploadedBy",
  f.created_at as "createdAt", f.expires_at as "expiresAt"`

const PRESENT = `f.status = 'stored' and (f.expires_at is null or f.expires_at > now())`

export async function findFile(
  platform: PlatformDatabase,
  organizationId: string,
  id: string,
): Promise<FileRecord | undefined> {
  const [file] = await platform.inOrganization<FileRecord>(
    organizationId,
    `select ${COLUMNS} from platform.files f where f.organization_id = $1 and f.id = $2 and ${PRESENT}`,
    [organizationId, id],
  )
  return file
}

/** Without an organization: for whoever shows a signed link. */
export async function findLinkedFile(
  platform: PlatformDatabase,
  id: string,
): Promise<FileRecord | undefined> {
  const [file] = await platform.asSystem<FileRecord>(
    `select ${COLUMNS} from platform.files f where f.id = $1 and ${PRESENT}`,
    [id],
  )
  return file
}

/** Newest first. @param before only files older than this id */
export function readFiles(
  platform: PlatformDatabase,
  organizationId: string,
  before: string | null,
  limit: number,
): Promise<FileRecord[]> {
  return platform.inOrganization<FileRecord>(
    organizationId,
    `select ${COLUMNS} from platform.files f
     where f.organization_id = $1 and ($2::uuid is null or f.id < $2) and ${PRESENT} order by f.id desc limit $3`,
    [organizationId, before, limit],
  )
}

export interface PendingFile {
  readonly organizationId: string
  readonly plugin: string
  readonly name: string
  readonly uploadedBy: string | null
  readonly expiresAt: Date | null
}

export async function insertPending(
  platform: PlatformDatabase,
  file: PendingFile,
): Promise<{ id: string; storageKey: string }> {
  const [row] = await platform.asSystem<{ id: string; storageKey: string }>(
    `insert into platform.files (id, organization_id, plugin_id, name, uploaded_by, expires_at, storage_key)
     select n.id, $1::uuid, $2, $3, $4, $5, $1::uuid::text || '/' || to_char(now(), 'YYYY-MM') || '/' || n.id
     from (select uuidv7() as id) n
     returning id, storage_key as "storageKey"`,
    [file.organizationId, file.plugin, file.name, file.uploadedBy, file.expiresAt],
  )
  if (row === undefined) throw new Error('An insert into platform.files returned no row')
  return row
}

/** Tells the sweep that somebody still writes it. */
export async function touchPending(platform: PlatformDatabase, id: string): Promise<void> {
  await platform.asSystem(
    `update platform.files set touched_at = now() where id = $1 and status = 'pending'`,
    [id],
  )
}

export interface StoredFacts {
  readonly id: string
  readonly organizationId: string
  readonly contentType: string
  readonly size: number
  readonly sha256: Buffer
  /** Bytes, unless the organization has its own. */
  readonly quota: number
}

/** Counts the file and makes it visible, in one transaction. */
export function markStored(
  platform: PlatformDatabase,
  facts: StoredFacts,
): Promise<FileRecord | 'quota_exceeded' | 'gone'> {
  return platform.transaction(async (query) => {
    // The file first, as removal does it, so that the two never wait for each other crosswise.
    const [file] = await query<FileRecord>(
      `update platform.files f set status = 'stored', content_type = $2, size = $3, sha256 = $4
       where f.id = $1 and f.status = 'pending' returning ${COLUMNS}`,
      [facts.id, facts.contentType, facts.size, facts.sha256],
    )
    if (file === undefined) return 'gone'
    const counted = await query(
      `insert into platform.file_usage as u (organization_id, bytes) select $1, $2::bigint where $2::bigint <= $3::bigint
       on conflict (organization_id) do update set bytes = u.bytes + excluded.bytes
         where u.bytes + excluded.bytes <= coalesce(u.quota, $3)
       returning 1`,
      [facts.organizationId, facts.size, facts.quota],
    )
    if (counted.length > 0) return file
    await query(
      `update platform.files set status = 'pending', content_type = null, size = null, sha256 = null where id = $1`,
      [facts.id],
    )
    return 'quota_exceeded'
  })
}

/** Takes files out of sight and out of the count. @returns the keys of their objects, by id */
export async function markRemoved(
  query: PlatformQuery,
  condition: string,
  values: readonly unknown[],
): Promise<{ id: string; storageKey: string }[]> {
  return query(
    `with removed as (
       update platform.files f set status = 'removed' where f.status = 'stored' and ${condition}
       returning f.id, f.organization_id, f.size, f.storage_key
     ), counted as (
       update platform.file_usage u set bytes = greatest(0, u.bytes - r.bytes)
       from (select organization_id, sum(size) as bytes from removed group by organization_id) r
       where u.organization_id = r.organization_id
     )
     select id, storage_key as "storageKey" from removed`,
    values,
  )
}

/** The last trace of a file, once its object is gone. */
export async function deleteRecord(platform: PlatformDatabase, id: string): Promise<void> {
  await platform.asSystem(`delete from platform.files where id = $1 and status <> 'stored'`, [id])
}

/** Lets a module own what a person uploaded. @returns undefined when it is not there, or somebody else's */
export async function claimFile(
  platform: PlatformDatabase,
  {
    organizationId,
    plugin,
    id,
    uploader,
  }: {
    readonly organizationId: string
    readonly plugin: string
    readonly id: string
    readonly uploader: string | null
  },
): Promise<FileRecord | undefined> {
  const [file] = await platform.asSystem<FileRecord>(
    `update platform.files f set plugin_id = $3, expires_at = case when f.plugin_id = $3 then f.expires_at end
     where f.organization_id = $1 and f.id = $2 and ${PRESENT}
       and (f.plugin_id = $3 or (f.plugin_id = 'platform' and ($4::uuid is null or f.uploaded_by = $4)))
     returning ${COLUMNS}`,
    [organizationId, id, plugin, uploader],
  )
  return file
}

export async function readUsage(
  platform: PlatformDatabase,
  organizationId: string,
  quota: number,
): Promise<{ bytes: number; quota: number }> {
  const [usage] = await platform.inOrganization<{ bytes: number; quota: number }>(
    organizationId,
    'select bytes::float8 as bytes, coalesce(quota, $2)::float8 as quota from platform.file_usage where organization_id = $1',
    [organizationId, quota],
  )
  return usage ?? { bytes: 0, quota }
}
