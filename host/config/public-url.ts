import type { Config } from './config.schema.ts'

/** Where people open this host. `localhost` instead of a loopback address, since passkeys refuse IP addresses. */
export function publicUrl({ http }: Config, port = http.port): string {
  if (http.publicUrl) return http.publicUrl
  const everywhereOrLoopback = /^(127\..*|::1?|0\.0\.0\.0|localhost)$/.test(http.host)
  const name = everywhereOrLoopback ? 'localhost' : http.host.includes(':') ? `[${http.host}]` : http.host
  return `http://${name}:${port}`
}
