import type { Logger } from '@wasla/sdk'
import type { PlatformRoutes } from '../http/server-options.ts'
import { Interval } from '../jobs/interval.ts'
import { deliverRequests, type DeliverDependencies } from '../notifications/deliver-requests.ts'
import { notificationRoutes } from '../notifications/notification.routes.ts'
import { sendMails, type SendDependencies } from '../notifications/send-mails.ts'
import type { PlatformOptions } from './platform-options.ts'

export interface NotificationsDependencies extends DeliverDependencies, SendDependencies {
  readonly options: Pick<PlatformOptions, 'role'>
  readonly log: Logger
}

const PAUSE_MS = 1_000
const KEEP_DAYS = 90

/** What people are told of: the API, and what tells them. */
export function notifications(dependencies: NotificationsDependencies): {
  readonly routes: PlatformRoutes
  start(): void
  stop(): Promise<void>
} {
  const { platform, options, log } = dependencies
  const failed = (error: unknown, kind?: string) =>
    log.warn({ err: error, kind }, 'A notification could not be delivered; trying again')
  const work = async (): Promise<void> => {
    await deliverRequests(dependencies, failed)
    await sendMails(dependencies, failed)
  }
  const sweep = () =>
    platform.asSystem(
      `with mails as (delete from platform.notification_mails where attempts >= 8 and not_before < now()),
       requests as (delete from platform.notification_requests where attempts >= 10 and next_attempt_at < now())
     delete from platform.notifications where created_at < now() - make_interval(days => $1)`,
      [KEEP_DAYS],
    )
  const background =
    options.role === 'web'
      ? []
      : [
          new Interval(() => work().catch(failed), PAUSE_MS),
          new Interval(() => sweep().then(() => undefined, failed), 3_600 * PAUSE_MS),
        ]
  return {
    routes: notificationRoutes(dependencies),
    start: () => background.forEach((each) => each.start()),
    stop: async () => void (await Promise.all(background.map((each) => each.stop()))),
  }
}
