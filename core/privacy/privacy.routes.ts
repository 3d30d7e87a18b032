import { decodeCursor, notFound, toPage, type RouteServer, type RoutesDefinition } from '@wasla/sdk'
import { z } from 'zod'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signer } from '../encryption/keyring.ts'
import { findFile } from '../files/file-records.ts'
import { signLink } from '../files/signed-link.ts'
import { memberOf } from '../tenancy/http/member.ts'
import { listHolds, placeHold, releaseHold } from './legal-holds.ts'
import { orderRequest } from './order-request.ts'
import { readRequests, type PrivacyRequest } from './privacy-requests.ts'
import {
  archiveLink,
  hold,
  holdList,
  holdOrder,
  idParams,
  privacyRequest,
  requestOrder,
  requestPage,
  requestQuery,
} from './privacy.schema.ts'

export interface PrivacyRoutesDependencies {
  readonly platform: PlatformDatabase
  readonly signer: Signer
  readonly publicUrl?: string
}

const tags = ['Privacy']
const READ = { permission: 'platform.privacy.read' } as const
const WRITE = { permission: 'platform.privacy.write' } as const

/** What is known of a person, forgetting them, and what forbids that. */
export function privacyRoutes(dependencies: PrivacyRoutesDependencies): RoutesDefinition {
  return (app) => {
    requestRoutes(app, dependencies)
    archiveRoute(app, dependencies)
    holdRoutes(app, dependencies)
  }
}

function requestRoutes(app: RouteServer, { platform }: PrivacyRoutesDependencies): void {
  app.post(
    '/privacy/requests',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Exports or erases all that is held about a person',
        body: requestOrder,
        response: { 202: privacyRequest },
      },
    },
    async (request, reply) => {
      const { organizationId, principal } = memberOf(request)
      const { kind, subject } = request.body
      const ordered = await orderRequest(platform, { organizationId, kind, subject, actorId: principal.id })
      return reply
        .code(202)
        .header('location', `/api/v1/privacy/requests/${ordered.id}`)
        .send(presented(ordered))
    },
  )

  app.get(
    '/privacy/requests',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Requests, newest first',
        querystring: requestQuery,
        response: { 200: requestPage },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
      const rows = await readRequests(platform, memberOf(request).organizationId, {
        before,
        limit: limit + 1,
      })
      const page = toPage(rows, limit, ({ id }) => [id])
      return { ...page, items: page.items.map(presented) }
    },
  )

  app.get(
    '/privacy/requests/:id',
    {
      config: READ,
      schema: {
        tags,
        summary: 'How far a request is, and what came of it',
        params: idParams,
        response: { 200: privacyRequest },
      },
    },
    async (request) =>
      presented(await findRequest(platform, memberOf(request).organizationId, request.params.id)),
  )
}

function archiveRoute(
  app: RouteServer,
  { platform, signer, publicUrl = '' }: PrivacyRoutesDependencies,
): void {
  app.post(
    '/privacy/requests/:id/link',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'A link to the archive, for an hour',
        params: idParams,
        response: { 200: archiveLink },
      },
    },
    async (request) => {
      const { organizationId } = memberOf(request)
      const { fileId } = await findRequest(platform, organizationId, request.params.id)
      if (fileId === null || (await findFile(platform, organizationId, fileId)) === undefined) {
        throw notFound(
          'archive_not_found',
          'There is no archive: the export is not done yet, or it has expired; ask for a new one.',
        )
      }
      return { url: `${publicUrl}${signLink(signer, fileId, { expiresIn: 3600 })}` }
    },
  )
}

function holdRoutes(app: RouteServer, { platform }: PrivacyRoutesDependencies): void {
  app.get(
    '/privacy/holds',
    { config: READ, schema: { tags, summary: 'Legal holds, newest first', response: { 200: holdList } } },
    async (request) => ({ items: await listHolds(platform, memberOf(request).organizationId) }),
  )

  app.post(
    '/privacy/holds',
    {
      config: WRITE,
      schema: { tags, summary: 'Forbids erasing a person', body: holdOrder, response: { 201: hold } },
    },
    async (request, reply) => {
      const { organizationId, principal } = memberOf(request)
      return reply
        .code(201)
        .send(await placeHold(platform, { ...request.body, organizationId, actorId: principal.id }))
    },
  )

  app.delete(
    '/privacy/holds/:id',
    {
      config: WRITE,
      schema: {
        tags,
        summary: 'Releases a legal hold; it stays on record',
        params: idParams,
        response: { 200: hold },
      },
    },
    (request) => {
      const { organizationId, principal } = memberOf(request)
      return releaseHold(platform, organizationId, request.params.id, principal.id)
    },
  )
}

async function findRequest(
  platform: PlatformDatabase,
  organizationId: string,
  id: string,
): Promise<PrivacyRequest> {
  const [found] = await readRequests(platform, organizationId, { id, limit: 1 })
  if (found !== undefined) return found
  throw notFound('privacy_request_not_found', 'There is no such request in this organization.')
}

function presented({ fileId, subject: { email, phone, userId }, report, ...rest }: PrivacyRequest) {
  return { ...rest, subject: { email, phone, userId }, report, hasArchive: fileId !== null }
}
