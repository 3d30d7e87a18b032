import { forbidden } from '@wasla/sdk'
import type { AuthenticatedRequest } from './session.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends the cookie along with whatever another site's page makes it send. A write with a cookie therefore
 * needs proof that one of our own pages, or one of the listed origins, sent it.
 */
export function createOriginCheck(allowed: readonly string[]): (request: AuthenticatedRequest) => void {
  const origins = new Set(allowed)
  return ({ method, headers }) => {
    if (SAFE.has(method)) return
    const { origin, host } = headers
    if (origin === undefined) {
      if (headers['sec-fetch-site'] === 'same-origin') return
    } else if (origins.has(origin) || (URL.canParse(origin) && new URL(origin).host === host)) {
      return
    }
    throw forbidden(
      'origin_not_allowed',
      'A change with a session cookie must come from a page of this host, so it was refused; send an access token instead.',
    )
  }
}
