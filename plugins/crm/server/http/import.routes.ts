import { defineRoutes } from '@wasla/sdk'
import { z } from 'zod'
import { importSchema, importSummary, latestImports, readImport } from '../data/customer-import.view.ts'
import { getImportErrorFile } from '../use-cases/get-import-error-file.ts'
import { startImport } from '../use-cases/start-import.ts'

const params = z.object({ id: z.uuid() })
const options = z.object({ dryRun: z.stringbool().default(false).describe('Only tell what would happen') })

export const importRoutes = defineRoutes((app) => {
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.post(
    '/imports',
    {
      config: { permission: 'crm.imports.write', bodyLimit: 20 * 1024 * 1024 },
      schema: {
        summary: 'Import customers',
        description:
          'The body is text/csv with a header line. A row changes the customer of its external id or, where one of them has none, of its e-mail; others are created.',
        consumes: ['text/csv'],
        querystring: options,
        body: z.string().min(1),
        response: { 202: z.object({ id: z.uuid(), status: z.literal('waiting') }) },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await startImport(request.context, request.body, request.query.dryRun)),
  )

  app.get(
    '/imports',
    {
      config: { permission: 'crm.imports.read' },
      schema: {
        summary: 'List the latest imports of your own',
        description: 'At most ten: those under way first, then the newest.',
        response: { 200: z.object({ items: z.array(importSummary) }) },
      },
    },
    async (request) => ({ items: await latestImports(request.context) }),
  )

  app.get(
    '/imports/:id',
    {
      config: { permission: 'crm.imports.read' },
      schema: { summary: 'See how an import went', params, response: { 200: importSchema } },
    },
    (request) => readImport(request.context, request.params.id),
  )

  app.get(
    '/imports/:id/error-file',
    {
      config: { permission: 'crm.imports.read' },
      schema: {
        summary: 'Fetch the lines that were refused',
        description:
          'Leads to a CSV file of the refused lines, as they were, with a column that says why: mend it and import it. Kept for a week.',
        params,
        response: { 303: z.null() },
      },
    },
    async (request, reply) =>
      reply.redirect(await getImportErrorFile(request.context, request.params.id), 303),
  )
})
