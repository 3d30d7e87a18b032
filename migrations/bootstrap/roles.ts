import pg from 'pg'
import { retryOnCollision } from './retry.ts'

export interface RoleState {
  exists: boolean
  superuser: boolean
  bypassesRls: boolean
}

export async function readRole(client: pg.Client, name: string): Promise<RoleState> {
  const { rows } = await client.query<RoleState>(
    `select true as exists, rolsuper as superuser, rolbypassrls as "bypassesRls"
     from pg_roles where rolname = $1`,
    [name],
  )
  return rows[0] ?? { exists: false, superuser: false, bypassesRls: false }
}

export async function ensureRole(
  client: pg.Client,
  name: string,
  attributes: 'login' | 'nologin',
): Promise<void> {
  await retryOnCollision(async () => {
    const role = await readRole(client, name)
    if (role.exists) return
    await client.query(
      `create role ${pg.escapeIdentifier(name)} ${attributes} nosuperuser nocreatedb nocreaterole nobypassrls`,
    )
  })
}

/** How a membership is granted: `inherit` uses the role's rights at once, otherwise only after SET ROLE. */
export interface Membership {
  role: string
  member: string
  inherit: boolean
}

export async function ensureMembership(
  client: pg.Client,
  { role, member, inherit }: Membership,
): Promise<void> {
  await retryOnCollision(async () => {
    const { rowCount } = await client.query(
      `select from pg_auth_members m
       join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
       where r.rolname = $1 and u.rolname = $2 and m.set_option
       group by m.roleid having bool_or(m.inherit_option) = $3`,
      [role, member, inherit],
    )
    if (rowCount) return
    await client.query(
      `grant ${pg.escapeIdentifier(role)} to ${pg.escapeIdentifier(member)} with inherit ${inherit}, set true`,
    )
  })
}

/** The role a plugin's statements run under. */
export function pluginRole(pluginId: string): string {
  return `wasla_plugin_${pluginSchema(pluginId)}`
}

/** The schema a plugin's tables live in. */
export function pluginSchema(pluginId: string): string {
  return pluginId.replaceAll('-', '_')
}

/** Without inheritance: with it, the login role reads every plugin's tables without switching. */
export async function ensurePluginRole(client: pg.Client, pluginId: string): Promise<void> {
  const role = pluginRole(pluginId)
  await ensureRole(client, role, 'nologin')
  await ensureMembership(client, { role, member: 'wasla_app', inherit: false })
}
