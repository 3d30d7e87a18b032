import type { RouteServer } from '@wasla/sdk'
import { personalSession } from '../../identity/personal-session.ts'
import {
  newPushSubscription,
  pushKey,
  pushSubscription,
  pushSubscriptionParams,
  pushSubscriptions,
} from './push.schema.ts'
import {
  addPushSubscription,
  listPushSubscriptions,
  removePushSubscription,
  type PushDependencies,
} from './push-subscriptions.ts'
import type { VapidKeys } from './vapid-keys.ts'

const tags = ['Notifications']
const member = { member: true } as const

/** `/push-subscriptions`: the browsers that show a person's notifications. */
export function pushRoutes(
  app: RouteServer,
  { vapid, ...dependencies }: PushDependencies & { readonly vapid: () => Promise<VapidKeys> },
): void {
  const { platform } = dependencies
  app.get(
    '/push-subscriptions/key',
    {
      config: member,
      schema: { tags, summary: 'What a browser subscribes with', response: { 200: pushKey } },
    },
    async () => ({ publicKey: (await vapid()).publicKey }),
  )
  app.get(
    '/push-subscriptions',
    {
      config: member,
      schema: { tags, summary: 'Where you are shown notifications', response: { 200: pushSubscriptions } },
    },
    async (request) => ({ items: await listPushSubscriptions(platform, personalSession(request)) }),
  )
  app.post(
    '/push-subscriptions',
    {
      config: member,
      schema: {
        tags,
        summary: 'Show notifications in this browser; again at each start, which changes nothing',
        body: newPushSubscription,
        response: { 201: pushSubscription },
      },
    },
    async (request, reply) => {
      const userAgent = request.headers['user-agent'] ?? null
      const added = await addPushSubscription(dependencies, personalSession(request), request.body, userAgent)
      return reply.code(201).send(added)
    },
  )
  app.delete(
    '/push-subscriptions/:id',
    {
      config: member,
      schema: { tags, summary: 'Show notifications there no longer', params: pushSubscriptionParams },
    },
    async (request, reply) => {
      await removePushSubscription(platform, personalSession(request).principal.id, request.params.id)
      return reply.code(204).send()
    },
  )
}
