/** The fields of a customer as Wasla answers them, and where they lie. */
export const CUSTOMER_COLUMNS = {
  id: 'id',
  version: 'version',
  externalId: 'external_id',
  companyName: 'company_name',
  contactName: 'contact_name',
  contactTitle: 'contact_title',
  email: 'email',
  phone: 'phone',
  phoneRaw: 'phone_raw',
  address: 'address',
  city: 'city',
  region: 'region',
  postalCode: 'postal_code',
  country: 'country',
  stageId: 'stage_id',
  ownerId: 'owner_id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const

const text = { type: 'string' } as const
const optional = { type: 'string', nullable: true } as const
const time = { type: 'string', format: 'date-time' } as const

export const customerSchema = {
  type: 'object',
  properties: {
    id: text,
    version: { type: 'integer' },
    externalId: optional,
    companyName: text,
    contactName: optional,
    contactTitle: optional,
    email: optional,
    phone: optional,
    phoneRaw: optional,
    address: optional,
    city: optional,
    region: optional,
    postalCode: optional,
    country: optional,
    stageId: optional,
    ownerId: optional,
    createdAt: time,
    updatedAt: time,
  },
} as const

export const newCustomerSchema = {
  type: 'object',
  required: ['companyName'],
  properties: {
    companyName: { type: 'string', minLength: 1, maxLength: 200 },
    contactName: text,
    contactTitle: text,
    email: { type: 'string', format: 'email' },
    address: text,
    city: text,
    postalCode: text,
    country: text,
  },
} as const

export const customerList = {
  querystring: {
    type: 'object',
    required: ['country'],
    properties: { country: text, limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
  },
  response: { 200: { type: 'object', properties: { items: { type: 'array', items: customerSchema } } } },
} as const

export const pingSchema = {
  querystring: {
    type: 'object',
    required: ['echo'],
    properties: { echo: { type: 'string', maxLength: 20 } },
  },
  response: { 200: { type: 'object', properties: { echo: text } } },
} as const
