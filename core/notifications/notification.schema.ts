import { pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const notificationQuery = z.strictObject({
  ...pageQuery.shape,
  unread: z.stringbool().default(false).describe('Only those not read yet'),
})

const notification = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  body: z.string(),
  link: z.string().nullable().describe('A path of the application'),
  createdAt: moment,
  readAt: moment.nullable(),
})

export type NotificationView = z.output<typeof notification>

export const notificationPage = pageOf(notification)
export const unreadCount = z.object({ unread: z.int() })
export const readNotifications = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(100).optional().describe('All, when none is named'),
})

const channel = z.enum(['in-app', 'email', 'push', 'sms'])
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 22:00')
const quietHours = z
  .strictObject({ from: clock, until: clock })
  .nullable()
  .describe("In the person's own time zone: what leaves the application waits until they end")

export const preferences = z.object({
  kinds: z.array(
    z.object({
      kind: z.string(),
      module: z.string(),
      title: z.object({ en: z.string(), ar: z.string() }),
      channels: z.array(channel),
      fixed: z.boolean().describe('A security notice: it always arrives everywhere'),
    }),
  ),
  quietHours,
  reachable: z
    .array(channel)
    .describe('Where this person can be told now: push needs a device, SMS a proven phone'),
})

export const newPreferences = z.strictObject({
  kinds: z
    .record(z.string().max(200), z.array(channel).max(4))
    .default({})
    .describe('Channels by kind; kinds that are left out stay as the module has them'),
  quietHours: quietHours.default(null),
})

export type Preferences = z.output<typeof preferences>
export type NewPreferences = z.output<typeof newPreferences>
