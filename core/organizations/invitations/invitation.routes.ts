import { defineRoutes, pageOf, pageQuery, type RoutesDefinition } from '@wasla/sdk'
import { signedIn } from '../../identity/auth.schema.ts'
import { clientOf } from '../../identity/client.ts'
import { memberOf } from '../../tenancy/http/member.ts'
import type { SignIn } from '../sign-in.ts'
import { acceptInvitation } from './accept-invitation.ts'
import type { InvitationDependencies } from './invitation-dependencies.ts'
import {
  acceptance,
  invitationParams,
  invitationPreview,
  invitationResource,
  invitationToken,
  joined,
  newInvitation,
} from './invitation.schema.ts'
import { inviteMember } from './invite-member.ts'
import { previewInvitation } from './preview-invitation.ts'
import { listInvitations } from './read-invitations.ts'
import { resendInvitation } from './resend-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const tags = ['Members']
const write = { permission: 'platform.users.write' } as const

/** Inviting people, and joining by an invitation. */
export function invitationRoutes(
  dependencies: InvitationDependencies & { readonly signIn: SignIn },
): RoutesDefinition {
  const { platform, signIn } = dependencies
  return defineRoutes((app) => {
    app.post(
      '/users/invite',
      {
        config: write,
        schema: {
          tags,
          summary: 'Invite a person by e-mail',
          body: newInvitation,
          response: { 201: invitationResource },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await inviteMember(dependencies, memberOf(request), request.body)),
    )
    app.get(
      '/users/invitations',
      {
        config: { permission: 'platform.users.read' },
        schema: {
          tags,
          summary: 'List invitations',
          querystring: pageQuery,
          response: { 200: pageOf(invitationResource) },
        },
      },
      (request) => listInvitations(platform, memberOf(request).organizationId, request.query),
    )
    app.post(
      '/users/invitations/:id/resend',
      {
        config: write,
        schema: {
          tags,
          summary: 'Send an invitation again; its earlier link stops working',
          params: invitationParams,
          response: { 200: invitationResource },
        },
      },
      (request) => resendInvitation(dependencies, memberOf(request), request.params.id),
    )
    app.delete(
      '/users/invitations/:id',
      { config: write, schema: { tags, summary: 'Revoke an invitation', params: invitationParams } },
      async (request, reply) => {
        await revokeInvitation(platform, memberOf(request), request.params.id)
        return reply.code(204).send()
      },
    )
    app.post(
      '/auth/invitation',
      {
        config: { anonymous: true },
        schema: {
          tags: ['Sign-in'],
          summary: 'What an invitation is to',
          body: invitationToken,
          response: { 200: invitationPreview },
        },
      },
      (request) => previewInvitation(platform.asSystem, request.body.token),
    )
    app.post(
      '/auth/accept-invitation',
      {
        config: { anonymous: true },
        schema: {
          tags: ['Sign-in'],
          summary: 'Accept an invitation, making an account where there is none',
          body: acceptance,
          response: { 200: joined, 201: signedIn },
        },
      },
      async (request, reply) => {
        const { organization, userId, isNew } = await acceptInvitation(platform, request.body)
        if (!isNew) return { organization, joined: true as const }
        const person = { userId, organizationId: organization.id, method: 'password', secondFactor: false }
        const outcome = await signIn.complete(person, clientOf(request))
        // An organization that requires a second factor asks for it at the sign-in that follows.
        if ('secondFactor' in outcome) return { organization, joined: true as const }
        return reply.code(201).send(signIn.answer(reply, outcome))
      },
    )
  })
}
