import { pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const idParams = z.strictObject({ id: z.uuid() })

export const subject = z
  .strictObject({
    email: z.email().max(320).optional(),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'is not a number in the form +962791234567')
      .optional(),
    userId: z.uuid().optional(),
  })
  .refine(
    ({ email, phone, userId }) => email !== undefined || phone !== undefined || userId !== undefined,
    'names nobody: give email, phone or userId',
  )

export const requestOrder = z.strictObject({ kind: z.enum(['export', 'erase']), subject })

const erasure = z.object({
  type: z.string(),
  erased: z.number().int(),
  anonymised: z.number().int(),
  kept: z.array(z.object({ count: z.number().int(), reason: z.string() })).readonly(),
})

const report = z.object({
  modules: z
    .record(
      z.string(),
      z.object({
        status: z.enum(['done', 'no_personal_data', 'code_missing', 'failed']),
        active: z.boolean(),
        erased: z.array(erasure).readonly().optional(),
        exported: z.record(z.string(), z.number().int()).optional(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
  platform: z.array(erasure).readonly().optional(),
  traces: z.record(z.string(), z.number().int()).optional(),
  remaining: z
    .array(z.object({ table: z.string(), rows: z.number().int() }))
    .readonly()
    .optional(),
  refusal: z.object({ code: z.string(), reason: z.string() }).optional(),
})

export const privacyRequest = z.object({
  id: z.uuid(),
  kind: z.enum(['export', 'erase']),
  subject: z.object({
    email: z.string().optional(),
    phone: z.string().optional(),
    userId: z.string().optional(),
  }),
  status: z.enum(['waiting', 'running', 'completed', 'incomplete', 'refused']),
  progress: z.number().min(0).max(1),
  message: z.string().nullable(),
  report,
  hasArchive: z.boolean(),
  requestedBy: z.string().nullable(),
  createdAt: moment,
  finishedAt: moment.nullable(),
})

export const requestPage = pageOf(privacyRequest)
export const requestQuery = z.strictObject(pageQuery.shape)

export const archiveLink = z.object({ url: z.string() })

export const holdOrder = z.strictObject({
  subject,
  reason: z.string().trim().min(1).max(1_000),
  until: z.iso
    .date()
    .nullable()
    .default(null)
    .describe('The last day; until it is released when there is none'),
})

export const hold = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  userId: z.string().nullable(),
  reason: z.string(),
  until: z.string().nullable(),
  placedBy: z.string().nullable(),
  placedAt: moment,
  releasedAt: moment.nullable(),
})

export const holdList = z.object({ items: z.array(hold) })
