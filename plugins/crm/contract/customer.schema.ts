import { z } from 'zod'

/** A customer as REST answers it and as it is stored. */
export const customerSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  externalId: z.string().nullable().describe('The id it had where it was imported from'),
  companyName: z.string(),
  contactName: z.string().nullable(),
  contactTitle: z.string().nullable(),
  email: z.string().nullable().describe('Lower case'),
  phone: z.string().nullable().describe('E.164, when the number could be understood'),
  phoneRaw: z.string().nullable().describe('The number as it was written'),
  address: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
  stageId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})

export type CustomerRow = z.output<typeof customerSchema>

const text = (max: number) => z.string().trim().min(1).max(max)
const optionalText = (max: number) => text(max).nullish()

/** What a caller gives to create a customer. */
export const newCustomerSchema = z.strictObject({
  companyName: text(200),
  externalId: optionalText(100),
  contactName: optionalText(200),
  contactTitle: optionalText(200),
  email: z
    .email()
    .max(320)
    .transform((email) => email.toLowerCase())
    .nullish(),
  phone: optionalText(50).describe(
    'As written; understood by the organization’s default country unless it begins with +',
  ),
  address: optionalText(300),
  city: optionalText(100),
  region: optionalText(100),
  postalCode: optionalText(30),
  country: optionalText(100),
  stageId: z.uuid().nullish(),
  ownerId: z.uuid().nullish(),
})

export type NewCustomer = z.output<typeof newCustomerSchema>

export const customerChangesSchema = newCustomerSchema.partial()

export type CustomerChanges = z.output<typeof customerChangesSchema>
