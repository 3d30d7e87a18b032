import { notFound, type RouteServer } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { Signals } from '../events/signals.ts'
import { findFile, markRemoved } from '../files/file-records.ts'
import type { FileStoreDependencies } from '../files/file-store.ts'
import { signLink } from '../files/signed-link.ts'
import { discard } from '../files/store-file.ts'
import type { RouteTable } from '../http/route-table.ts'
import { personalSession } from '../identity/personal-session.ts'
import { createTask, forgetTasks, readTasks, type Task } from '../tasks/task-records.ts'
import { memberOf } from '../tenancy/http/member.ts'
import { KEPT_MS, type ExportInput } from './export-list.ts'
import { assertMayExport } from './exportable-list.ts'
import { exportLink, exportList, exportOrder, exportParams, listExport } from './exports.schema.ts'

export interface ExportRoutesDependencies extends FileStoreDependencies {
  readonly signals: Signals
}

const tags = ['Exports']
const config = { member: true } as const

/** `/exports`: lists as CSV files, made in the background. Each is seen by whoever asked for it, and by nobody else. */
export function exportRoutes(
  app: RouteServer,
  table: RouteTable,
  { platform, storage, signer, signals, publicUrl = '' }: ExportRoutesDependencies,
): void {
  const own = (request: FastifyRequest, id?: string) => {
    const { organizationId, principal } = memberOf(request)
    return {
      organizationId,
      filter: { kind: 'export', requestedBy: principal.id, ...(id && { id }) } as const,
    }
  }

  app.post(
    '/exports',
    {
      config,
      schema: {
        tags,
        summary: 'Writes a list into a CSV file',
        description: 'Whoever may read the list may export it. The file is kept for a day.',
        body: exportOrder,
        response: { 202: listExport },
      },
    },
    async (request, reply) => {
      const actor = memberOf(request)
      const { list, ...order } = request.body
      assertMayExport(table, actor, order.path)
      const { sessionId } = personalSession(request)
      const { organizationId } = actor
      const input: ExportInput = { ...order, reader: { sessionId, address: request.ip } }
      const task = await createTask(platform, {
        organizationId,
        kind: 'export',
        subject: list,
        input,
        requestedBy: actor.principal.id,
      })
      signals.emit('work', { kind: 'tasks', organizationId })
      return reply.code(202).header('location', `/api/v1/exports/${task.id}`).send(presented(task))
    },
  )

  app.get(
    '/exports',
    { config, schema: { tags, summary: 'Your exports, newest first', response: { 200: exportList } } },
    async (request) => {
      const { organizationId, filter } = own(request)
      const tasks = await readTasks(platform, organizationId, filter)
      return { items: tasks.map(presented).filter(isKept) }
    },
  )

  const find = async (request: FastifyRequest, id: string): Promise<Task> => {
    const { organizationId, filter } = own(request, id)
    const [task] = await readTasks(platform, organizationId, filter)
    if (task !== undefined) return task
    throw notFound(
      'export_not_found',
      'There is no such export of yours here; it is gone, or somebody else’s.',
    )
  }

  app.get(
    '/exports/:id',
    {
      config,
      schema: { tags, summary: 'How far an export is', params: exportParams, response: { 200: listExport } },
    },
    async (request) => presented(await find(request, request.params.id)),
  )

  app.post(
    '/exports/:id/link',
    {
      config,
      schema: {
        tags,
        summary: 'A link to the file, for five minutes',
        description: 'Asks again whether you may read the list.',
        params: exportParams,
        response: { 200: exportLink },
      },
    },
    async (request) => {
      const actor = memberOf(request)
      const { fileId, input } = await find(request, request.params.id)
      assertMayExport(table, actor, (input as ExportInput).path)
      if (fileId === null || (await findFile(platform, actor.organizationId, fileId)) === undefined)
        throw notFound(
          'export_file_not_found',
          'There is no file: the export is not done yet, or is older than a day; export the list again.',
        )
      return { url: `${publicUrl}${signLink(signer, fileId, {})}` }
    },
  )

  app.delete(
    '/exports/:id',
    {
      config,
      schema: { tags, summary: 'Ends an export, and throws its file away', params: exportParams },
    },
    async (request, reply) => {
      await find(request, request.params.id)
      const { organizationId, filter } = own(request, request.params.id)
      const forgotten = await forgetTasks(platform, organizationId, filter)
      const removed = await platform.transaction((query) =>
        markRemoved(query, 'f.organization_id = $1 and f.id = any ($2::uuid[])', [
          organizationId,
          forgotten.map(({ fileId }) => fileId),
        ]),
      )
      for (const file of removed) await discard({ platform, storage }, file)
      signals.emit('work', { kind: 'tasks', organizationId })
      return reply.code(204).send()
    },
  )
}

const endOf = (finishedAt: string | null): string | null =>
  finishedAt === null ? null : new Date(Date.parse(finishedAt) + KEPT_MS).toISOString()

const isKept = ({ expiresAt }: { readonly expiresAt: string | null }): boolean =>
  expiresAt === null || Date.parse(expiresAt) > Date.now()

function presented({ id, subject, status, processed, failure, createdAt, finishedAt }: Task) {
  return {
    id,
    list: subject,
    status,
    rows: processed,
    failure,
    createdAt,
    finishedAt,
    expiresAt: endOf(finishedAt),
  }
}
