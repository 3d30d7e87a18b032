import { pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const fileParams = z.strictObject({ id: z.uuid() })

export const file = z.object({
  id: z.uuid(),
  name: z.string(),
  contentType: z.string(),
  size: z.number().int().describe('Bytes'),
  sha256: z.string(),
  createdAt: moment,
  expiresAt: moment.nullable(),
})

export const listedFile = z.object({ ...file.shape, plugin: z.string(), uploadedBy: z.string().nullable() })

export const filePage = pageOf(listedFile)
export const fileQuery = z.strictObject(pageQuery.shape)

export const fileUsage = z.object({ bytes: z.number().int(), quota: z.number().int() })

export const linkQuery = z.strictObject({
  expires: z.coerce.number().int().positive(),
  inline: z.literal('1').optional(),
  signature: z.string().max(200),
})

export const linkOrder = z.strictObject({
  expiresIn: z.number().int().min(1).max(604_800).default(300).describe('Seconds'),
  inline: z.boolean().default(false).describe('Show it in the browser where that is harmless'),
})

export const link = z.object({ url: z.string() })
