function plural(entity: string): string {
  return entity.endsWith('y') ? `${entity.slice(0, -1)}ies` : `${entity}s`
}

// What is told by a word of its own rather than by an event.
const TOLD: Readonly<Record<string, RegExp>> = {
  ready: /./,
  job: /^\/jobs|\/imports|^\/privacy/,
  'work jobs': /^\/jobs|\/imports|^\/privacy/,
  'work webhooks': /^\/webhooks\/[^/]+\/deliveries/,
  'work singletons': /^\/singletons/,
  'work tasks': /^\/exports|^\/modules\/purges/,
  operations: /^\/operator\//,
  modules: /^\/modules/,
}

/** Whether a path of the API may answer differently after an event: `/tickets/5` after `ticketing.ticket.opened`. */
export function concerns(path: string, event: string): boolean {
  const told = TOLD[event]
  if (told !== undefined) return told.test(path)
  const [module = '', entity = ''] = event.split('.')
  const segments = path.split('/')
  // Every change leaves its trace.
  if (segments[1] === 'audit') return true
  // What somebody signs in with is theirs alone.
  if (event === 'platform.account.changed') return path.startsWith('/users/me')
  // A role is told with its members, an organization with what holds in it.
  if (event === 'platform.role.changed' && segments[1] === 'users') return true
  return segments.some((segment) => segment === module || segment === entity || segment === plural(entity))
}

/** Whether an event may change what the person sees at all: their role, their organization, its modules. */
export function concernsSession(event: string): boolean {
  return [
    'modules',
    'platform.organization.changed',
    'platform.role.changed',
    'platform.user.changed',
  ].includes(event)
}
