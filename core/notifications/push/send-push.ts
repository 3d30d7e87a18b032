import type { Logger } from '@wasla/sdk'
import { guardedRequest, readBeginning } from '../../outbound/guarded-request.ts'
import { ForbiddenTargetError } from '../../outbound/resolve-target.ts'
import { readRetryAfter } from '../../webhooks/retry-schedule.ts'
import type { DueMessage } from '../messages/claim-messages.ts'
import { postponeMessage } from '../messages/claim-messages.ts'
import type { MessageSender } from '../messages/send-messages.ts'
import { openSubscription, type PushDependencies } from './push-subscriptions.ts'
import type { VapidKeys } from './vapid-keys.ts'

export interface PushSenderDependencies extends PushDependencies {
  readonly vapid: () => Promise<VapidKeys>
  /** Whom push services write to when something is wrong: `https:` or `mailto:`. */
  readonly contact: string
  readonly log: Logger
}

interface Answer {
  readonly status: number
  /** Seconds that the service asks to wait. */
  readonly retryAfter?: number
}

const TIMEOUT_MS = 10_000
const KEPT_SECONDS = 86_400
/** Services take 4,096 bytes, of which encryption and the headings need some. */
const MOST_BODY = 700
const REFUSED = 400

/** Sends by the Web Push protocol: encrypted for the browser (RFC 8291), signed by this platform (RFC 8292). */
export function createPushSender(dependencies: PushSenderDependencies): MessageSender {
  const { platform, log } = dependencies
  return {
    channel: 'push',
    async send(message) {
      const { subscriptionId, sealedSubscription } = message
      // Signed out or removed meanwhile.
      if (subscriptionId === null || sealedSubscription === null) return undefined
      const { status, retryAfter } = await post(
        dependencies,
        message,
        openSubscription(dependencies, subscriptionId, sealedSubscription),
      )
      if (status === 429 || status >= 500) {
        if (retryAfter !== undefined) await postponeMessage(platform, message.id, retryAfter)
        return 'later'
      }
      if (status === 404 || status === 410) {
        await platform.asSystem('delete from platform.push_subscriptions where id = $1', [subscriptionId])
      } else if (status < 300) {
        await platform.asSystem('update platform.push_subscriptions set last_used_at = now() where id = $1', [
          subscriptionId,
        ])
      } else log.warn({ status, kind: message.kind }, 'A push service refused a notification for good')
      return undefined
    },
  }
}

async function post(
  { outbound, vapid, contact }: PushSenderDependencies,
  message: DueMessage,
  subscription: ReturnType<typeof openSubscription>,
): Promise<Answer> {
  // Loaded with the first push: most hosts never send one.
  const { default: webPush } = await import('web-push')
  const { endpoint, headers, body } = webPush.generateRequestDetails(subscription, payloadOf(message), {
    vapidDetails: { subject: contact, ...(await vapid()) },
    contentEncoding: 'aes128gcm',
    TTL: KEPT_SECONDS,
    urgency: message.security ? 'high' : 'normal',
  })
  try {
    const response = await guardedRequest(outbound, new URL(endpoint), {
      method: 'POST',
      headers: headers as Record<string, string>,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await readBeginning(response, 1_000)
    return {
      status: response.statusCode ?? REFUSED,
      retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
    }
  } catch (error) {
    if (error instanceof ForbiddenTargetError) return { status: REFUSED }
    throw error
  }
}

/** What the service worker is given; `tag` is the same for every try, so that a browser shows it once. */
function payloadOf({ title, body, link, kind, language, requestId }: DueMessage): string {
  const short = body.length > MOST_BODY ? `${body.slice(0, MOST_BODY - 1)}…` : body
  const direction = language === 'ar' ? 'rtl' : 'ltr'
  return JSON.stringify({ title, body: short, link, kind, language, direction, tag: requestId })
}
