import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import { z } from 'zod'
import { signedIn } from '../../identity/auth.schema.ts'
import { clientOf } from '../../identity/client.ts'
import { personalSession } from '../../identity/personal-session.ts'
import { pendingSecondFactor } from '../../identity/second-factor/second-factor.schema.ts'
import { memberOf } from '../../tenancy/http/member.ts'
import { cancelDeletion, scheduleDeletion } from '../deletion/schedule-deletion.ts'
import { readAllowedAddresses, setAllowedAddresses } from './allowed-addresses.ts'
import { createOrganization, type CreateDependencies } from './create-organization.ts'
import {
  allowedAddresses,
  allowedNetworks,
  deletionOrder,
  myOrganization,
  newOrganization,
  organizationChanges,
  organizationResource,
  organizationSwitch,
} from './organization.schema.ts'
import { listMyOrganizations, readOrganization } from './read-organization.ts'
import { switchOrganization, type SwitchDependencies } from './switch-organization.ts'
import { updateOrganization } from './update-organization.ts'

const tags = ['Organizations']
const member = { member: true } as const
const readSettings = { permission: 'platform.settings.read' } as const
const writeSettings = { permission: 'platform.settings.write' } as const

/** The organization one is in, and the others one belongs to. */
export function organizationRoutes(dependencies: CreateDependencies & SwitchDependencies): RoutesDefinition {
  const { platform, signIn } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/organizations',
      {
        config: member,
        schema: {
          tags,
          summary: 'List your organizations',
          response: { 200: z.object({ items: z.array(myOrganization) }) },
        },
      },
      async (request) => {
        const { principal, organizationId } = personalSession(request)
        return { items: await listMyOrganizations(platform, principal.id, organizationId) }
      },
    )
    app.post(
      '/organizations',
      {
        config: member,
        schema: {
          tags,
          summary: 'Create another organization, which you own',
          body: newOrganization,
          response: { 201: organizationResource },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await createOrganization(dependencies, personalSession(request), request.body)),
    )
    app.post(
      '/auth/switch-organization',
      {
        config: member,
        schema: {
          tags: ['Sign-in'],
          summary: 'Enter another of your organizations; 202 asks for a second factor',
          body: organizationSwitch,
          response: { 200: signedIn, 202: pendingSecondFactor },
        },
      },
      async (request, reply) => {
        const { organizationId } = request.body
        const outcome = await switchOrganization(
          dependencies,
          personalSession(request),
          organizationId,
          clientOf(request),
        )
        if ('answer' in outcome) return signIn.answer(reply, outcome)
        return reply.code(202).header('cache-control', 'no-store').send(outcome)
      },
    )
    app.get(
      '/organization',
      {
        config: member,
        schema: { tags, summary: 'The organization you are in', response: { 200: organizationResource } },
      },
      (request) => readOrganization(platform.asSystem, memberOf(request).organizationId),
    )
    app.patch(
      '/organization',
      {
        config: writeSettings,
        schema: {
          tags,
          summary: 'Change the organization',
          body: organizationChanges,
          response: { 200: organizationResource },
        },
      },
      (request) => updateOrganization(platform, memberOf(request), request.body, request.ifMatch),
    )
    app.get(
      '/organization/allowed-addresses',
      {
        config: readSettings,
        schema: { tags, summary: 'From where members may come', response: { 200: allowedNetworks } },
      },
      async (request) => ({
        networks: await readAllowedAddresses(platform, memberOf(request).organizationId),
      }),
    )
    app.put(
      '/organization/allowed-addresses',
      {
        config: writeSettings,
        schema: {
          tags,
          summary: 'Set from where members and API keys may come',
          body: allowedAddresses,
          response: { 200: allowedNetworks },
        },
      },
      async (request) => ({
        networks: await setAllowedAddresses(platform, memberOf(request), request.body.networks, request.ip),
      }),
    )
    app.post(
      '/organization/deletion',
      {
        config: member,
        schema: {
          tags,
          summary: 'Have the organization deleted after a time of grace',
          body: deletionOrder,
          response: { 200: organizationResource },
        },
      },
      (request) => scheduleDeletion(platform, memberOf(request), request.body.confirmation),
    )
    app.delete(
      '/organization/deletion',
      {
        config: member,
        schema: { tags, summary: 'Keep the organization after all', response: { 200: organizationResource } },
      },
      (request) => cancelDeletion(platform, memberOf(request)),
    )
  })
}
