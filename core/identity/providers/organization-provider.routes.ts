import type { RouteServer } from '@wasla/sdk'
import { personalSession } from '../personal-session.ts'
import {
  addOrganizationProvider,
  changeOrganizationProvider,
  listOrganizationProviders,
  removeOrganizationProvider,
  type OrganizationProvidersDependencies,
} from './organization-providers.ts'
import {
  newProvider,
  organizationProvider,
  organizationProviderList,
  organizationProviderParams,
  providerChanges,
} from './provider.schema.ts'

const tags = ['Sign-in providers']
const read = { permission: 'platform.settings.read' } as const
const write = { permission: 'platform.settings.write' } as const

/** An organization's own OpenID Connect issuers. */
export function organizationProviderRoutes(
  app: RouteServer,
  dependencies: OrganizationProvidersDependencies,
): void {
  app.get(
    '/organization/sign-in-providers',
    {
      config: read,
      schema: { tags, summary: 'Own ways to sign in', response: { 200: organizationProviderList } },
    },
    async (request) => ({
      items: await listOrganizationProviders(dependencies, personalSession(request).organizationId),
    }),
  )
  app.post(
    '/organization/sign-in-providers',
    {
      config: write,
      schema: {
        tags,
        summary: 'Add an OpenID Connect issuer',
        body: newProvider,
        response: { 201: organizationProvider },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await addOrganizationProvider(dependencies, personalSession(request), request.body)),
  )
  app.patch(
    '/organization/sign-in-providers/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change it; the issuer stays',
        params: organizationProviderParams,
        body: providerChanges,
        response: { 200: organizationProvider },
      },
    },
    (request) =>
      changeOrganizationProvider(dependencies, personalSession(request), request.params.id, request.body),
  )
  app.delete(
    '/organization/sign-in-providers/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Remove it, and the identities it vouched for',
        params: organizationProviderParams,
      },
    },
    async (request, reply) => {
      await removeOrganizationProvider(dependencies, personalSession(request), request.params.id)
      return reply.code(204).send()
    },
  )
}
