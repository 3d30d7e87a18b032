import { isWaslaError, type Logger } from '@wasla/sdk'
import type { PlatformRoutes } from '../http/server-options.ts'
import { Interval } from '../jobs/interval.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import { deliverRequests, type DeliverDependencies } from '../notifications/deliver-requests.ts'
import { createMailSender } from '../notifications/messages/send-mail.ts'
import { sendMessages } from '../notifications/messages/send-messages.ts'
import { createTextSender } from '../notifications/messages/send-text.ts'
import { notificationRoutes } from '../notifications/notification.routes.ts'
import { pushRoutes } from '../notifications/push/push.routes.ts'
import type { PushDependencies } from '../notifications/push/push-subscriptions.ts'
import { createPushSender } from '../notifications/push/send-push.ts'
import { createVapidKeys } from '../notifications/push/vapid-keys.ts'
import type { Texter } from '../sms/create-texter.ts'
import type { PlatformOptions } from './platform-options.ts'

export interface NotificationsDependencies extends DeliverDependencies, PushDependencies {
  readonly options: Pick<PlatformOptions, 'role' | 'mail'>
  readonly mailer: Mailer
  readonly texter: Texter
  /** Where links lead. */
  readonly origin: string
  readonly log: Logger
}

const PAUSE_MS = 1_000
const KEEP_DAYS = 90

/** What people are told of: the API, and what tells them. */
export function notifications(dependencies: NotificationsDependencies): {
  readonly routes: PlatformRoutes[]
  start(): void
  stop(): Promise<void>
} {
  const { platform, options, keyring, log } = dependencies
  const failed = (error: unknown, kind?: string) =>
    log.warn(
      // What the platform refuses by itself says all in its sentence; a stack every few seconds would bury the log.
      isWaslaError(error) ? { code: error.code, reason: error.message, kind } : { err: error, kind },
      'A notification could not be delivered; trying again',
    )
  const vapid = createVapidKeys(platform, keyring)
  const senders = [
    createMailSender(dependencies),
    createTextSender(dependencies),
    createPushSender({ ...dependencies, vapid, contact: contactOf(dependencies) }),
  ].map((sender) => new Interval(() => sendMessages(platform, sender, failed).catch(failed), PAUSE_MS))
  const requests = new Interval(async () => {
    await deliverRequests(dependencies, failed).catch(failed)
    for (const sender of senders) sender.now()
  }, PAUSE_MS)
  const sweep = () =>
    platform.asSystem(
      `with messages as (delete from platform.notification_messages where attempts >= 8 and not_before < now()),
       requests as (delete from platform.notification_requests where attempts >= 10 and next_attempt_at < now())
     delete from platform.notifications where created_at < now() - make_interval(days => $1)`,
      [KEEP_DAYS],
    )
  const background =
    options.role === 'web'
      ? []
      : [requests, ...senders, new Interval(() => sweep().then(() => undefined, failed), 3_600 * PAUSE_MS)]
  return {
    routes: [notificationRoutes(dependencies), (app) => pushRoutes(app, { ...dependencies, vapid })],
    start: () => background.forEach((each) => each.start()),
    stop: async () => void (await Promise.all(background.map((each) => each.stop()))),
  }
}

/** Whom push services may write to: this platform's own address, or the one its mails come from. */
function contactOf({ origin, options }: NotificationsDependencies): string {
  if (origin.startsWith('https:')) return origin
  const from = options.mail?.from ?? ''
  return `mailto:${/<([^>]+)>/.exec(from)?.[1] ?? (from || 'no-reply@localhost')}`
}
