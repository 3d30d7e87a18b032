import type pg from 'pg'
import type { Membership } from './roles.ts'
import type { ServerVersion } from './server-version.ts'

/** What bootstrapping has to find. */
export interface ClusterState {
  version: ServerVersion
  /** Who asks. */
  self: { name: string; superuser: boolean }
  /** The platform's roles that there are, and whether each may log in. */
  roles: Record<string, boolean>
  /** Those into which others were put with the right to act as them. */
  memberships: Membership[]
}

/** All of it in one query, since it is all there at every start but the first. */
export async function readClusterState(client: pg.Client, roles: readonly string[]): Promise<ClusterState> {
  const { rows } = await client.query<ClusterState>(
    `select
       jsonb_build_object('number', current_setting('server_version_num')::int, 'text', current_setting('server_version')) as version,
       (select jsonb_build_object('name', rolname, 'superuser', rolsuper) from pg_roles where rolname = current_user) as self,
       (select coalesce(jsonb_object_agg(rolname, rolcanlogin), '{}') from pg_roles where rolname = any ($1)) as roles,
       (select coalesce(jsonb_agg(m), '[]') from (
          select r.rolname as role, u.rolname as member, bool_or((o ->> 'inherit_option')::bool) as inherit
          from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles u on u.oid = a.member,
            -- A server that is too old for us has no such columns.
            to_jsonb(a) as o
          where r.rolname = any ($1) and (o ->> 'set_option')::bool
          group by 1, 2) m) as memberships`,
    [roles],
  )
  const [state] = rows
  if (state === undefined) throw new Error('The server told nothing of itself.')
  return state
}

/** Whether it was granted already, with inheritance or without as is asked. */
export function hasMembership({ memberships }: ClusterState, { role, member, inherit }: Membership): boolean {
  return memberships.some(
    (known) => known.role === role && known.member === member && known.inherit === inherit,
  )
}
