import type { Config } from '../config/config.schema.ts'

/** The addresses at which the application itself logs in. */
export interface ApplicationUrls {
  /** Requests and jobs; leads through PgBouncer when `pooled`. */
  url: string
  /** LISTEN and advisory locks. */
  directUrl: string
  /** Reads, when there is a replica. */
  replicaUrl: string | undefined
}

/**
 * With DATABASE_ADMIN_URL, the addresses of the settings are the application's own. Without it they carry
 * the privileged login, and `login` – the address `bootstrap` returned – tells which one to use in its place.
 */
export function applicationUrls({ database }: Config, login: string): ApplicationUrls {
  const { url = login, directUrl = url, replicaUrl, adminUrl } = database
  if (adminUrl) return { url, directUrl, replicaUrl }
  return {
    url: withLogin(url, login),
    directUrl: withLogin(directUrl, login),
    replicaUrl: replicaUrl && withLogin(replicaUrl, login),
  }
}

function withLogin(address: string, login: string): string {
  const url = new URL(address)
  const { username, password } = new URL(login)
  url.username = username
  url.password = password
  return url.href
}
