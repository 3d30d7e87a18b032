import { defineRoutes, pageOf, pageQuery, type RoutesDefinition } from '@wasla/sdk'
import { memberOf } from '../tenancy/http/member.ts'
import { listEventTypes } from './event-types.ts'
import { listDeliveries, readDelivery } from './list-deliveries.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  readWebhook,
  rotateSecret,
  type WebhookDependencies,
} from './manage-webhooks.ts'
import { recoverDeliveries, replayDelivery } from './replay-deliveries.ts'
import {
  createdWebhook,
  deliveryPage,
  deliveryParams,
  deliveryQuery,
  eventTypes,
  newWebhook,
  recovered,
  recovery,
  rotatedSecret,
  rotation,
  webhookChanges,
  webhookDelivery,
  webhookParams,
  webhookResource,
} from './webhook.schema.ts'

const tags = ['Webhooks']
const read = { permission: 'platform.webhooks.read' } as const
const write = { permission: 'platform.webhooks.write' } as const
const params = webhookParams

/** `/webhooks`: other systems are told what happens here, by the Standard Webhooks specification. */
export function webhookRoutes(dependencies: WebhookDependencies): RoutesDefinition {
  const { platform } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/webhooks/event-types',
      {
        config: read,
        schema: { tags, summary: 'The events that webhooks can be told of', response: { 200: eventTypes } },
      },
      async (request) => ({ items: await listEventTypes(dependencies, memberOf(request).organizationId) }),
    )
    app.get(
      '/webhooks',
      {
        config: read,
        schema: {
          tags,
          summary: 'List webhooks',
          querystring: pageQuery,
          response: { 200: pageOf(webhookResource) },
        },
      },
      (request) => listWebhooks(platform, memberOf(request).organizationId, request.query),
    )
    app.post(
      '/webhooks',
      {
        config: write,
        schema: {
          tags,
          summary: 'Add a webhook; its secret is shown this once',
          body: newWebhook,
          response: { 201: createdWebhook },
        },
      },
      async (request, reply) =>
        reply
          .code(201)
          .header('cache-control', 'no-store')
          .send(await createWebhook(dependencies, memberOf(request), request.body)),
    )
    app.get(
      '/webhooks/:id',
      { config: read, schema: { tags, summary: 'One webhook', params, response: { 200: webhookResource } } },
      (request) => readWebhook(platform, memberOf(request).organizationId, request.params.id),
    )
    app.patch(
      '/webhooks/:id',
      {
        config: write,
        schema: {
          tags,
          summary: 'Change a webhook, or switch it on or off',
          params,
          body: webhookChanges,
          response: { 200: webhookResource },
        },
      },
      (request) => changeWebhook(dependencies, memberOf(request), request.params.id, request.body),
    )
    app.delete(
      '/webhooks/:id',
      { config: write, schema: { tags, summary: 'Delete a webhook with its log', params } },
      async (request, reply) => {
        await deleteWebhook(platform, memberOf(request), request.params.id)
        return reply.code(204).send()
      },
    )
    app.post(
      '/webhooks/:id/rotate-secret',
      {
        config: write,
        schema: {
          tags,
          summary: 'Make a new secret; the present one signs too for a while',
          params,
          body: rotation,
          response: { 200: rotatedSecret },
        },
      },
      async (request, reply) =>
        reply
          .header('cache-control', 'no-store')
          .send(
            await rotateSecret(dependencies, memberOf(request), request.params.id, request.body.overlapHours),
          ),
    )
    app.get(
      '/webhooks/:id/deliveries',
      {
        config: read,
        schema: {
          tags,
          summary: 'What was sent, newest first',
          params,
          querystring: deliveryQuery,
          response: { 200: deliveryPage },
        },
      },
      (request) =>
        listDeliveries(platform, memberOf(request).organizationId, request.params.id, request.query),
    )
    app.get(
      '/webhooks/:id/deliveries/:delivery',
      {
        config: read,
        schema: {
          tags,
          summary: 'One delivery with the log of its attempts',
          params: deliveryParams,
          response: { 200: webhookDelivery },
        },
      },
      (request) =>
        readDelivery(platform, memberOf(request).organizationId, request.params.id, request.params.delivery),
    )
    app.post(
      '/webhooks/:id/deliveries/:delivery/replay',
      { config: write, schema: { tags, summary: 'Send a message again', params: deliveryParams } },
      async (request, reply) => {
        await replayDelivery(
          platform,
          memberOf(request).organizationId,
          request.params.id,
          request.params.delivery,
        )
        return reply.code(202).send()
      },
    )
    app.post(
      '/webhooks/:id/recover',
      {
        config: write,
        schema: {
          tags,
          summary: 'Send again what failed',
          params,
          body: recovery,
          response: { 202: recovered },
        },
      },
      async (request, reply) =>
        reply.code(202).send({
          deliveries: await recoverDeliveries(
            platform,
            memberOf(request).organizationId,
            request.params.id,
            request.body.since,
          ),
        }),
    )
  })
}
