import { z } from 'zod'

export const refreshRequest = z.object({ refreshToken: z.string().max(100) })

export const issuedTokens = z.object({
  accessToken: z.string().describe('Send it as `Authorization: Bearer …`; it is shown only here'),
  expiresAt: z.date().describe('When the access token stops working; a browser’s cookie lasts longer'),
  refreshToken: z.string().describe('Renews the access token at `/auth/refresh`, once'),
  refreshExpiresAt: z.date().describe('When the session ends, however much it is used'),
})

export const sessionResource = z.object({
  id: z.uuid(),
  device: z.object({ browser: z.string().nullable(), system: z.string().nullable() }),
  address: z.string().nullable(),
  method: z.string().describe('`password`, `passkey`, or the provider that vouched'),
  secondFactor: z.boolean(),
  organization: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: z.date(),
  lastUsedAt: z.date().describe('To about ten minutes'),
  expiresAt: z.date(),
  current: z.boolean(),
})

export const sessionList = z.object({ items: z.array(sessionResource) })
export const sessionParams = z.object({ id: z.uuid() })
export const endSessionsQuery = z.object({
  except: z.literal('current').optional().describe('Stay signed in here'),
})
export const endedSessions = z.object({ ended: z.number().int() })
