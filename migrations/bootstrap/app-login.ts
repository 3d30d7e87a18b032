import { createHmac } from 'node:crypto'
import pg from 'pg'
import { describeUrl, withClient } from '../connection.ts'
import { errorCode, MigrationError } from '../errors.ts'
import { retryOnCollision } from './retry.ts'
import { ensureMembership, readRole } from './roles.ts'

/** Any host that knows the same privileged URL derives the same login. */
function deriveAppUrl(adminUrl: string): string {
  const url = new URL(adminUrl)
  const key = decodeURIComponent(url.password)
  url.username = 'wasla_app'
  url.password = createHmac('sha256', key).update('wasla_app').digest('base64url')
  return url.href
}

/**
 * Makes the derived login work; the password is written only when the server refuses it.
 * @param canLogin whether wasla_app was found, with the right to log in
 */
export async function ensureDerivedLogin(
  admin: pg.Client,
  adminUrl: string,
  canLogin: boolean,
): Promise<string> {
  const appUrl = deriveAppUrl(adminUrl)
  if (canLogin && (await canLogIn(appUrl))) return appUrl
  const password = new URL(appUrl).password
  await retryOnCollision(() =>
    admin.query(`alter role wasla_app login password ${pg.escapeLiteral(password)}`),
  )
  await withClient(appUrl, async () => {})
  return appUrl
}

/** Makes a login of the operator's choice a member of wasla_app, unless it could step around row security. */
export async function ensureGivenLogin(admin: pg.Client, appUrl: string): Promise<string> {
  const name = await withClient(appUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>('select current_user as name')
    return rows[0]?.name ?? ''
  })
  const role = await readRole(admin, name)
  if (role.superuser || role.bypassesRls) {
    throw new MigrationError({
      code: 'app_login_too_powerful',
      message: `The application's login ${describeUrl(appUrl)} ${role.superuser ? 'is a superuser' : 'has BYPASSRLS'}, so nothing would keep organizations apart: use an ordinary role for DATABASE_URL and keep this one for DATABASE_ADMIN_URL.`,
    })
  }
  if (name !== 'wasla_app') await ensureMembership(admin, { role: 'wasla_app', member: name, inherit: true })
  return appUrl
}

async function canLogIn(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => {})
    return true
  } catch (error) {
    // 28P01 wrong password, 28000 refused by pg_hba.conf, which writing the password cannot mend.
    if (error instanceof MigrationError && errorCode(error.cause) === '28P01') return false
    throw error
  }
}
