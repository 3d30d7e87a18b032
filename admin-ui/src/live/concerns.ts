function plural(entity: string): string {
  return entity.endsWith('y') ? `${entity.slice(0, -1)}ies` : `${entity}s`
}

/** Whether a path of the API may answer differently after an event: `/tickets/5` after `ticketing.ticket.opened`. */
export function concerns(path: string, event: string): boolean {
  const [module = '', entity = ''] = event.split('.')
  const segments = path.split('/')
  return segments.includes(module) || segments.includes(plural(entity))
}
