import { Readable } from 'node:stream'
import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { memberOf } from '../tenancy/http/member.ts'
import { auditExportQuery, auditPage, auditQuery } from './audit.schema.ts'
import { exportAudit } from './export-audit.ts'
import { listAudit } from './list-audit.ts'

const tags = ['Audit']
const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' }

/** Who changed what, when, in which request. */
export function auditRoutes({ platform }: { readonly platform: PlatformDatabase }): RoutesDefinition {
  return defineRoutes((app) => {
    app.get(
      '/audit',
      {
        config: { permission: 'platform.audit.read' },
        schema: {
          tags,
          summary: 'The audit trail, newest first',
          querystring: auditQuery,
          response: { 200: auditPage },
        },
      },
      (request) => listAudit(platform, memberOf(request).organizationId, request.query),
    )

    app.get(
      '/audit/export',
      {
        config: { permission: 'platform.audit.read' },
        schema: {
          tags,
          summary: 'The audit trail as a file: JSON lines or CSV',
          querystring: auditExportQuery,
        },
      },
      (request, reply) => {
        const { format } = request.query
        return reply
          .type(TYPES[format])
          .header('content-disposition', `attachment; filename="audit.${format}"`)
          .send(Readable.from(exportAudit(platform, memberOf(request).organizationId, request.query)))
      },
    )
  })
}
