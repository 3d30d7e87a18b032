import { conflict, notFound } from '@wasla/sdk'

export const customerNotFound = () =>
  notFound(
    'loyalty.customer_not_found',
    'There is no such customer in this organization, so it has no points.',
  )

export const notEnoughPoints = (missing: number) =>
  conflict(
    'loyalty.not_enough_points',
    `The customer lacks ${missing} points for this, so nothing was booked; book fewer.`,
    { extra: { missing } },
  )
