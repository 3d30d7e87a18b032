import type { z } from 'zod'
import type { LocalizedText } from '../plugin/manifest.ts'

/** `push` reaches the browsers that a person registered, `sms` their proven phone, if they have one. */
export type NotificationChannel = 'in-app' | 'email' | 'push' | 'sms'

/** Something that people are told of: in the application, by e-mail, push or SMS, as each of them prefers. */
export interface NotificationDefinition<Payload extends z.ZodType = z.ZodType> {
  /** Unique and stable, `plugin.subject-past-participle`: people keep their preferences under it. */
  readonly name: string
  /** The heading, and what it is called among the preferences. */
  readonly title: LocalizedText
  readonly payload: Payload
  /** One or two sentences of plain text. */
  readonly body: (payload: z.output<Payload>, language: 'ar' | 'en') => string
  /** Where it leads: a path of the application such as `/admin/ticketing/…`. */
  readonly link?: (payload: z.output<Payload>) => string
  /** Where it arrives unless the person prefers otherwise. Default: in the application, by e-mail and push. */
  readonly channels?: readonly NotificationChannel[]
  /** About the safety of the account: in the application, by e-mail and push, at once, whatever the person prefers. */
  readonly security?: boolean
}

/** Who is told: members of the organization by id, or all who hold a permission. Others are left out. */
export type NotificationRecipients = { readonly userIds: readonly string[] } | { readonly permission: string }

/**
 * Declares a notification.
 * @example
 * export const ticketAssignedToYou = defineNotification({
 *   name: 'ticketing.ticket-assigned', title: { en: 'A ticket was assigned to you', ar: 'أُسندت إليك تذكرة' },
 *   payload: z.strictObject({ ticketId: z.uuid(), number: z.int() }),
 *   body: ({ number }, language) => language === 'ar' ? `التذكرة رقم ${number}` : `Ticket ${number}`,
 * })
 */
export function defineNotification<Payload extends z.ZodType>(
  notification: NotificationDefinition<Payload>,
): NotificationDefinition<Payload> {
  return notification
}
