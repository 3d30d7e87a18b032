import { defineRoutes, pageOf, type RoutesDefinition } from '@wasla/sdk'
import { memberOf } from '../../tenancy/http/member.ts'
import { accepted } from '../../identity/accounts/account.schema.ts'
import { endedSessions } from '../../identity/sessions/session.schema.ts'
import { changeMember } from './change-member.ts'
import { endMemberSessions } from './end-member-sessions.ts'
import {
  memberChanges,
  memberFilter,
  memberParams,
  memberResource,
  ownershipTransfer,
} from './member.schema.ts'
import { listMembers, readMember } from './read-members.ts'
import { removeMember } from './remove-member.ts'
import { resetMemberPassword, type PasswordResetDependencies } from './reset-member-password.ts'
import { transferOwnership } from './transfer-ownership.ts'

const tags = ['Members']
const read = { permission: 'platform.users.read' } as const
const write = { permission: 'platform.users.write' } as const

/** `/users`: the members of the organization. */
export function memberRoutes(dependencies: PasswordResetDependencies): RoutesDefinition {
  const { platform } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/users',
      {
        config: read,
        schema: {
          tags,
          summary: 'List members',
          querystring: memberFilter,
          response: { 200: pageOf(memberResource) },
        },
      },
      (request) => listMembers(platform, memberOf(request).organizationId, request.query),
    )
    app.get(
      '/users/:userId',
      {
        config: read,
        schema: { tags, summary: 'Get a member', params: memberParams, response: { 200: memberResource } },
      },
      (request) => readMember(platform.asSystem, memberOf(request).organizationId, request.params.userId),
    )
    app.patch(
      '/users/:userId',
      {
        config: write,
        schema: {
          tags,
          summary: "Change a member's role, suspend them or let them in again",
          params: memberParams,
          body: memberChanges,
          response: { 200: memberResource },
        },
      },
      (request) => changeMember(dependencies, memberOf(request), request.params.userId, request.body),
    )
    app.delete(
      '/users/:userId',
      { config: write, schema: { tags, summary: 'Remove a member', params: memberParams } },
      async (request, reply) => {
        await removeMember(dependencies, memberOf(request), request.params.userId)
        return reply.code(204).send()
      },
    )
    app.delete(
      '/users/:userId/sessions',
      {
        config: write,
        schema: {
          tags,
          summary: 'Sign a member out on all devices',
          params: memberParams,
          response: { 200: endedSessions },
        },
      },
      async (request) => ({
        ended: await endMemberSessions(dependencies, memberOf(request), request.params.userId),
      }),
    )
    app.post(
      '/users/:userId/password-reset',
      {
        config: write,
        schema: {
          tags,
          summary: 'Mail a member the link to choose a new password',
          params: memberParams,
          response: { 202: accepted },
        },
      },
      async (request, reply) => {
        await resetMemberPassword(dependencies, memberOf(request), request.params.userId)
        return reply.code(202).send({ accepted: true })
      },
    )
    app.delete(
      '/organization/membership',
      { config: { member: true }, schema: { tags, summary: 'Leave the organization' } },
      async (request, reply) => {
        const actor = memberOf(request)
        await removeMember(dependencies, actor, actor.principal.id)
        return reply.code(204).send()
      },
    )
    app.post(
      '/organization/ownership',
      {
        config: { member: true },
        schema: {
          tags,
          summary: 'Make another member the owner in your place',
          body: ownershipTransfer,
          response: { 200: memberResource },
        },
      },
      (request) => transferOwnership(platform, memberOf(request), request.body.userId),
    )
  })
}
