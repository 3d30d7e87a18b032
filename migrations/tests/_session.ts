import type pg from 'pg'
import { pluginRole } from '../index.ts'
import { connected } from './_cluster.ts'

export const organizationA = '00000000-0000-7000-8000-00000000000a'
export const organizationB = '00000000-0000-7000-8000-00000000000b'

export interface Session {
  /** A plugin's id, or the role `wasla_system`. */
  as: string
  organization?: string
  actor?: string
  request?: string
}

/** Works like the platform's own transactions: the application's login, a local role, local settings. */
export async function inSession<T>(
  appUrl: string,
  session: Session,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return connected(appUrl, async (client) => {
    await client.query('begin')
    await client.query(
      `select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true),
         set_config('app.request_id', $3, true), set_config('role', $4, true)`,
      [
        session.organization ?? '',
        session.actor ?? '',
        session.request ?? '',
        session.as === 'wasla_system' ? session.as : pluginRole(session.as),
      ],
    )
    const result = await use(client)
    await client.query('commit')
    return result
  })
}
