import { z } from 'zod'
import { localized } from '../../access/access.schema.ts'
import { email, password, printable } from '../../identity/auth.schema.ts'
import { roleKey } from '../members/member.schema.ts'

export const newInvitation = z.strictObject({
  email,
  role: roleKey.default('member'),
  language: z.enum(['ar', 'en']).optional().describe("Of the mail; the organization's by default"),
})

export const invitationResource = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: z.string(),
    status: z.enum(['open', 'accepted', 'revoked', 'expired']),
    invitedBy: z.string().nullable(),
    createdAt: z.date(),
    sentAt: z.date(),
    expiresAt: z.date(),
  })
  .meta({ id: 'Invitation' })

export const invitationParams = z.object({ id: z.uuid() })

const token = z.string().max(100).describe('From the link in the mail')

export const invitationToken = z.strictObject({ token })

export const invitationPreview = z.object({
  organization: z.object({ id: z.uuid(), name: z.string() }),
  email: z.string(),
  role: z.object({ key: z.string(), name: localized }),
  hasAccount: z
    .boolean()
    .describe('Whether the person signs in after accepting, or chooses a password with it'),
})

export const acceptance = z.strictObject({
  token,
  fullName: printable.optional().describe('Of somebody who has no account yet'),
  password: password.optional().describe('The same'),
})

export const joined = z.object({
  organization: z.object({ id: z.uuid(), name: z.string() }),
  joined: z.literal(true).describe('Who has an account signs in to enter the organization'),
})

export type NewInvitation = z.output<typeof newInvitation>
export type Invitation = z.output<typeof invitationResource>
export type InvitationPreview = z.output<typeof invitationPreview>
export type Acceptance = z.output<typeof acceptance>
