import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { signedIn } from '../../identity/auth.schema.ts'
import { clientOf } from '../../identity/client.ts'
import { personalSession } from '../../identity/personal-session.ts'
import type { OrganizationChange } from '../organization-change.ts'
import type { SignIn } from '../sign-in.ts'
import { assertOperator } from './assert-operator.ts'
import { impersonateMember } from './impersonate-member.ts'
import { newImpersonation, organizationParams, seats, suspension, userParams } from './operator.schema.ts'
import { limitSeats, suspendOrganization, suspendUser } from './suspensions.ts'

const tags = ['Operators']
const member = { member: true } as const

/** What the staff of the platform may do, whatever organization they are in. */
export function operatorRoutes({
  platform,
  signIn,
}: {
  readonly platform: PlatformDatabase
  readonly signIn: SignIn
}): RoutesDefinition {
  const changeOf = async (request: FastifyRequest, organizationId: string): Promise<OrganizationChange> => {
    const session = personalSession(request)
    await assertOperator(platform, session)
    return { organizationId, actorId: session.principal.id, requestId: request.id }
  }
  return defineRoutes((app) => {
    app.post(
      '/operator/impersonations',
      {
        config: member,
        schema: {
          tags,
          summary: 'Act as a member for a limited time',
          body: newImpersonation,
          response: { 201: signedIn },
        },
      },
      async (request, reply) => {
        const started = await impersonateMember(
          platform,
          personalSession(request),
          request.id,
          request.body,
          clientOf(request),
        )
        return reply.code(201).send(signIn.answer(reply, started))
      },
    )
    app.put(
      '/operator/organizations/:organizationId/suspension',
      {
        config: member,
        schema: { tags, summary: 'Suspend an organization', params: organizationParams, body: suspension },
      },
      async (request, reply) => {
        const change = await changeOf(request, request.params.organizationId)
        await suspendOrganization(platform, change, request.body.reason)
        return reply.code(204).send()
      },
    )
    app.delete(
      '/operator/organizations/:organizationId/suspension',
      {
        config: member,
        schema: { tags, summary: "End an organization's suspension", params: organizationParams },
      },
      async (request, reply) => {
        await suspendOrganization(platform, await changeOf(request, request.params.organizationId), null)
        return reply.code(204).send()
      },
    )
    app.put(
      '/operator/organizations/:organizationId/seats',
      {
        config: member,
        schema: { tags, summary: 'Limit the active members', params: organizationParams, body: seats },
      },
      async (request, reply) => {
        await limitSeats(platform, await changeOf(request, request.params.organizationId), request.body.limit)
        return reply.code(204).send()
      },
    )
    app.put(
      '/operator/users/:userId/suspension',
      { config: member, schema: { tags, summary: 'Suspend a person everywhere', params: userParams } },
      async (request, reply) => {
        await assertOperator(platform, personalSession(request))
        await suspendUser(platform, request.params.userId, true)
        return reply.code(204).send()
      },
    )
    app.delete(
      '/operator/users/:userId/suspension',
      { config: member, schema: { tags, summary: "End a person's suspension", params: userParams } },
      async (request, reply) => {
        await assertOperator(platform, personalSession(request))
        await suspendUser(platform, request.params.userId, false)
        return reply.code(204).send()
      },
    )
  })
}
