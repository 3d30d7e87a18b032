/** A notification as `/notifications` tells of it, in the language it was sent in. */
export interface Notification {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly body: string
  readonly link: string | null
  readonly createdAt: string
  readonly readAt: string | null
}

/** Where a notification leads inside the admin UI; its links are paths of the whole application. */
export function pageOf(link: string): string {
  return link.replace(/^\/admin(?=\/|$)/, '') || '/'
}
