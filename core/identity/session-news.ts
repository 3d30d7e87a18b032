import type { SessionCache } from './session-cache.ts'

/**
 * What hosts tell each other of sessions, as the notification's payload: the id of a session, `user:` and a person's id, or
 * `organization:` and its id. Other kinds are for other listeners.
 */
export function applySessionNews(news: string, sessions: SessionCache): void {
  const [kind = '', id] = news.split(':', 2)
  if (id === undefined) sessions.revoke(kind)
  else if (kind === 'user') sessions.forget(({ principal }) => principal.id === id)
  else if (kind === 'organization') sessions.forget(({ organizationId }) => organizationId === id)
}
