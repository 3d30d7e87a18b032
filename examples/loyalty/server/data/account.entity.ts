import { defineEntity } from '@wasla/sdk'

/** What a customer has now. The database refuses a balance below zero. */
export const Account = defineEntity({
  name: 'LoyaltyAccount',
  tableName: 'accounts',
  properties: (p) => ({ customerId: p.uuid(), balance: p.integer().default(0) }),
  uniques: [['customerId']],
  indexes: [['balance', 'id']],
})
