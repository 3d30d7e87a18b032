import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })
const fieldPath = z
  .string()
  .max(100)
  .regex(/^\w+(\.\w+)*$/)

export const exportParams = z.strictObject({ id: z.uuid() })

export const exportColumn = z.strictObject({
  header: z.string().max(200).describe('What stands above it, in the language of the file'),
  fields: z
    .array(fieldPath)
    .min(1)
    .max(5)
    .describe('Where the value is in an entry, such as `phone` or `subject.email`; the first that is there'),
})

export const exportOrder = z.strictObject({
  list: z
    .string()
    .max(100)
    .regex(/^[a-z][\w.-]*$/)
    .describe('Names the list among all lists, and the file: `crm.customers`'),
  path: z
    .string()
    .max(300)
    .regex(/^(\/[\w-]+)+$/)
    .describe('The list in this API: `/crm/customers`'),
  query: z
    .record(z.string().max(100), z.union([z.string().max(1_000), z.number(), z.boolean()]))
    .default({})
    .describe('Search, filters and order, as the list takes them'),
  whole: z.boolean().default(false).describe('The list comes as one, without pages'),
  columns: z.array(exportColumn).min(1).max(50),
})

export type ExportOrder = z.output<typeof exportOrder>

export const listExport = z.object({
  id: z.uuid(),
  list: z.string(),
  status: z.enum(['waiting', 'running', 'completed', 'failed']),
  rows: z.int().describe('Rows so far; all of them, once it is completed'),
  failure: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .describe('What went wrong, as a problem says it'),
  createdAt: moment,
  finishedAt: moment.nullable(),
  expiresAt: moment.nullable().describe('When its file is thrown away'),
})

export const exportList = z.object({ items: z.array(listExport) })
export const exportLink = z.object({ url: z.string() })
