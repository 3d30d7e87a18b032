import multipart from '@fastify/multipart'
import {
  decodeCursor,
  forbidden,
  invalid,
  isWaslaError,
  toPage,
  WaslaError,
  type RouteServer,
  type RoutesDefinition,
} from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../contexts/actor.ts'
import { memberOf } from '../tenancy/http/member.ts'
import { downloadRoute } from './download.route.ts'
import { publicFile, type FileStoreDependencies } from './file-store.ts'
import { findFile, markRemoved, readFiles, readUsage, type FileRecord } from './file-records.ts'
import {
  file as fileSchema,
  filePage,
  fileParams,
  fileQuery,
  fileUsage,
  link,
  linkOrder,
} from './files.schema.ts'
import { signLink } from './signed-link.ts'
import { discard, fileNotFound, storeFile } from './store-file.ts'

const tags = ['Files']
const UPLOADS_STAY_MS = 86_400_000
const PLATFORM = 'platform'

/** Uploads by people, and the files of an organization for those who look after them. */
export function fileRoutes(dependencies: FileStoreDependencies): RoutesDefinition {
  return async (app) => {
    downloadRoute(app, dependencies)
    listRoutes(app, dependencies)
    singleFileRoutes(app, dependencies)
    await app.register(async (scope) => {
      await scope.register(multipart, {
        limits: { files: 1, fields: 10, fileSize: Infinity },
        throwFileSizeLimit: false,
      })
      uploadRoute(scope as unknown as RouteServer, dependencies)
    })
  }
}

function uploadRoute(app: RouteServer, dependencies: FileStoreDependencies): void {
  app.post(
    '/files',
    {
      config: { member: true },
      schema: {
        tags,
        summary: 'Uploads a file as multipart/form-data; a module then keeps it, or it goes after a day',
        response: { 201: fileSchema },
      },
    },
    async (request, reply) => {
      const actor = memberOf(request)
      const part = await readPart(request)
      const stored = await storeFile(
        dependencies,
        { organizationId: actor.organizationId, plugin: PLATFORM, uploadedBy: actor.principal.id },
        {
          name: part.filename,
          contentType: part.mimetype,
          body: part.file,
          expiresAt: new Date(Date.now() + UPLOADS_STAY_MS),
        },
      ).catch((error: unknown) => {
        // What is left of the body is not read; the connection cannot serve another request.
        void reply.header('connection', 'close')
        throw isWaslaError(error) || !isBrokenBody(error) ? error : malformed(error)
      })
      return reply.code(201).header('location', `/api/v1/files/${stored.id}`).send(presented(stored))
    },
  )
}

function listRoutes(app: RouteServer, { platform, options }: FileStoreDependencies): void {
  app.get(
    '/files',
    {
      config: { permission: 'platform.files.read' },
      schema: {
        tags,
        summary: "The organization's files, newest first",
        querystring: fileQuery,
        response: { 200: filePage },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
      const rows = await readFiles(platform, memberOf(request).organizationId, before, limit + 1)
      const page = toPage(rows, limit, ({ id }) => [id])
      return {
        ...page,
        items: page.items.map((row) => ({
          ...presented(row),
          plugin: row.plugin,
          uploadedBy: row.uploadedBy,
        })),
      }
    },
  )

  app.get(
    '/files/usage',
    {
      config: { permission: 'platform.files.read' },
      schema: { tags, summary: 'How much room the files take, of how much', response: { 200: fileUsage } },
    },
    (request) => readUsage(platform, memberOf(request).organizationId, options.quota),
  )
}

function singleFileRoutes(app: RouteServer, dependencies: FileStoreDependencies): void {
  const { platform, signer, publicUrl = '' } = dependencies
  const visible = async (actor: Actor, id: string, permission: string): Promise<FileRecord> => {
    const found = await findFile(platform, actor.organizationId, id)
    if (found === undefined) throw fileNotFound()
    assertMay(actor, found, permission)
    return found
  }

  app.get(
    '/files/:id',
    {
      config: { member: true },
      schema: { tags, summary: 'What is known of a file', params: fileParams, response: { 200: fileSchema } },
    },
    async (request) => presented(await visible(memberOf(request), request.params.id, 'platform.files.read')),
  )

  app.post(
    '/files/:id/link',
    {
      config: { member: true },
      schema: {
        tags,
        summary: 'A link to the content that works for a while without signing in',
        params: fileParams,
        body: linkOrder,
        response: { 200: link },
      },
    },
    async (request) => {
      const { id } = await visible(memberOf(request), request.params.id, 'platform.files.read')
      return { url: `${publicUrl}${signLink(signer, id, request.body)}` }
    },
  )

  app.delete(
    '/files/:id',
    { config: { member: true }, schema: { tags, summary: 'Removes a file', params: fileParams } },
    async (request, reply) => {
      const { id, organizationId } = await visible(
        memberOf(request),
        request.params.id,
        'platform.files.write',
      )
      const removed = await platform.transaction((query) =>
        markRemoved(query, 'f.organization_id = $1 and f.id = $2', [organizationId, id]),
      )
      for (const each of removed) await discard(dependencies, each)
      return reply.code(204).send()
    },
  )
}

/** An upload that no module has kept yet is its uploader's; all else needs the permission. */
function assertMay(actor: Actor, found: FileRecord, permission: string): void {
  if (found.plugin === PLATFORM && found.expiresAt !== null && found.uploadedBy === actor.principal.id) return
  if (actor.permissions.has(permission)) return
  throw forbidden(
    'permission_denied',
    `This needs the permission "${permission}", which the role "${actor.role}" does not have; ask an administrator.`,
    { extra: { permission } },
  )
}

async function readPart(request: FastifyRequest) {
  if (!request.isMultipart())
    throw new WaslaError(
      'invalid',
      'unsupported_media_type',
      'A file is sent as multipart/form-data, in one part with a file name.',
    )
  const part = await request.file().catch((error: unknown) => {
    throw malformed(error)
  })
  if (part !== undefined) return part
  throw invalid('file_missing', 'The body holds no file; send one part with a file name.', {
    fields: [{ field: 'file', message: 'is missing' }],
  })
}

const malformed = (cause: unknown) =>
  invalid(
    'malformed_body',
    'The body is not whole multipart/form-data, so the file was not stored; send it again.',
    { cause },
  )

const isBrokenBody = (error: unknown): boolean =>
  error instanceof Error &&
  /end of (multipart|form)|premature close|terminated|aborted/i.test(
    `${error.message} ${String(error.cause)}`,
  )

function presented(record: FileRecord) {
  const { createdAt, expiresAt, ...rest } = publicFile(record)
  return { ...rest, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null }
}
