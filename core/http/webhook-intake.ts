import { notFound, unauthenticated, validate, type WebhookDefinition, type WebhookMessage } from '@wasla/sdk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ContextFactory, SystemScope } from '../contexts/context-factory.ts'
import type { LoadedPlugin } from '../kernel/module.ts'
import { findAddress, type AddressDependencies } from './public-address.ts'
import { HttpRequestTrace } from './request-trace.ts'

/** Messages for one address, and where they go. */
interface Parcel {
  readonly key: string
  readonly scope: SystemScope
  readonly messages: readonly WebhookMessage<unknown>[]
}

const accepted = z.object({ accepted: z.int().describe('How many messages were new') })

/** Mounts a plugin's webhooks in a scope whose routes are open to anyone who can sign. */
export function mountWebhooks(
  scope: FastifyInstance,
  plugin: LoadedPlugin,
  contexts: ContextFactory,
  dependencies: AddressDependencies,
): void {
  for (const webhook of plugin.definition.webhooks ?? []) {
    const { name, path, bodyLimit } = webhook
    const config = {
      signed: true as const,
      rawBody: true as const,
      ...(bodyLimit !== undefined && { bodyLimit }),
    }
    const schema = { summary: `Take what ${name} tells`, response: { 200: accepted } }
    scope.post(path, { config, schema }, async (request, reply) => {
      const body: unknown = validate(webhook.body, readBody(request))
      const messages = webhook.messages(body, request.params as Record<string, string>)
      const trace = (organizationId: string) => new HttpRequestTrace(request, reply.raw, organizationId)
      const parcels = await sortByAddress(webhook, plugin, messages, dependencies, trace)
      const writes = parcels.map((parcel) => {
        const ctx = contexts.public(plugin.id, parcel.scope, { kind: webhook.address.kind, key: parcel.key })
        return { parcel, ctx }
      })
      // Nothing is written before all of it is known to be the provider's.
      for (const { ctx } of writes) {
        const delivery = { rawBody: request.rawBody ?? Buffer.alloc(0), headers: request.headers }
        if (!(await webhook.verify(ctx, delivery))) throw signatureInvalid(name)
      }
      let count = 0
      for (const { parcel, ctx } of writes) {
        count += await ctx.db.write(async (unit) => {
          let fresh = 0
          for (const { id, payload } of parcel.messages) {
            if (!(await unit.receiveOnce(name, parcel.key, id))) continue
            unit.emit(webhook.event, payload as never)
            fresh += 1
          }
          return fresh
        })
      }
      return { accepted: count }
    })
  }
}

/** Providers send JSON, or the fields of a form. */
function readBody(request: FastifyRequest): unknown {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return isForm === true
    ? Object.fromEntries(new URLSearchParams(request.rawBody?.toString('utf8')))
    : request.body
}

/** Messages for addresses that nobody has (any more) are left out: a delivery is shared with others, who must get theirs. */
async function sortByAddress(
  webhook: WebhookDefinition,
  plugin: LoadedPlugin,
  messages: readonly WebhookMessage<unknown>[],
  { gate, platform }: AddressDependencies,
  trace: (organizationId: string) => HttpRequestTrace,
): Promise<Parcel[]> {
  const byKey = Map.groupBy(messages, ({ address }) => webhook.address.normalize(address))
  const parcels: Parcel[] = []
  for (const [key, own] of byKey) {
    const organizationId = await findAddress(platform, plugin.id, webhook.address.kind, key)
    if (organizationId === undefined) continue
    const active = await gate.activeModules(organizationId)
    parcels.push({ key, scope: { organizationId, active, request: trace(organizationId) }, messages: own })
  }
  if (messages.length > 0 && parcels.length === 0)
    throw notFound('address_not_found', 'Nothing answers at this address.')
  return parcels
}

function signatureInvalid(name: string) {
  return unauthenticated(
    'webhook_signature_invalid',
    `The signature does not fit the body, so nothing of it was taken; check the secret of "${name}" on both sides.`,
  )
}
