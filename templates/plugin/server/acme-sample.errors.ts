import { conflict, notFound } from '@wasla/sdk'

export const sampleItemNotFound = () =>
  notFound(
    'acme-sample.sample_item_not_found',
    'There is no such item in this organization; it may have been deleted.',
  )

export const staleVersion = (expected: number, actual: number) =>
  conflict(
    'stale_version',
    `The item was changed by somebody else: you have version ${expected}, the newest is ${actual}; load it again and repeat your change.`,
  )
