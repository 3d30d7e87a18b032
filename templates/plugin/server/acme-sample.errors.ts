import { notFound } from '@wasla/sdk'

export const sampleItemNotFound = () =>
  notFound(
    'acme-sample.sample_item_not_found',
    'There is no such item in this organization; it may have been deleted.',
  )
