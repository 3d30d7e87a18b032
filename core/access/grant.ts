/** What a role may do with one resource. To write implies to read. */
export interface Grant {
  /** `ticketing.tickets` */
  readonly resource: string
  readonly action: 'read' | 'write'
  /** Only with what is the member's own: assigned to them, or opened by them. */
  readonly own: boolean
}

const PERMISSION = /^([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*)\.(read|write)(:own)?$/

/** Reads a grant as roles keep it: `crm.customers.read`, `ticketing.tickets.write:own`. */
export function parseGrant(text: string): Grant | undefined {
  const [, resource, action, own] = PERMISSION.exec(text) ?? []
  if (resource === undefined || action === undefined) return undefined
  return { resource, action: action as Grant['action'], own: own !== undefined }
}

export function grantText({ resource, action, own }: Grant): string {
  return `${resource}.${action}${own ? ':own' : ''}`
}
