import { z } from 'zod'
import { printable } from '../auth.schema.ts'

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/)
// Browsers add members over the years; the signature, not this schema, says what is genuine.
const extensions = z.record(z.string(), z.unknown())
const attachment = z.enum(['cross-platform', 'platform']).optional()

const registrationResponse = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.looseObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
})

const authenticationResponse = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.looseObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})

/** Handed to the browser as it is. */
export const browserOptions = z.object({
  options: z.record(z.string(), z.unknown()).describe('For `navigator.credentials`, in its JSON form'),
})

export const newPasskey = z.object({ name: printable, credential: registrationResponse })
export const passkeySignIn = z.object({
  credential: authenticationResponse,
  organizationId: z.uuid().optional(),
})
export const passkeyResource = z.object({
  id: z.uuid(),
  name: z.string(),
  backedUp: z.boolean().describe('Whether it is kept on several devices of the person'),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
})
export const passkeyList = z.object({ items: z.array(passkeyResource) })
export const createdPasskey = z.object({ id: z.uuid() })
export const passkeyParams = z.object({ id: z.uuid() })
export const passkeyName = z.object({ name: printable })
