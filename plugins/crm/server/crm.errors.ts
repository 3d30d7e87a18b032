import { invalid, notFound } from '@wasla/sdk'

export const customerNotFound = () =>
  notFound(
    'crm.customer_not_found',
    'There is no such customer in this organization; it may have been deleted.',
  )

export const ownerUnknown = () =>
  invalid('crm.owner_unknown', 'A customer can only belong to a member of this organization.', {
    fields: [{ field: 'ownerId', message: 'is no member of this organization' }],
  })

export const importNotFound = () =>
  notFound('crm.import_not_found', 'There is no such import in this organization.')

export const errorFileMissing = () =>
  notFound(
    'crm.import_error_file_missing',
    'No line of this import was refused, or it is not finished yet; look at its status and remarks.',
  )
