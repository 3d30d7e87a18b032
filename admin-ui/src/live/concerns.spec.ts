import { expect, test } from 'vitest'
import { concerns } from './concerns.ts'

test.each([
  ['/crm/customers/1/activities', 'crm.customer.updated', true],
  ['/tickets/5', 'ticketing.ticket.opened', true],
  ['/tickets', 'crm.customer.created', false],
  ['/campaigns', 'marketing.campaign.sent', true],
  ['/categories', 'shop.category.renamed', true],
  ['/users', 'platform.user.changed', true],
  ['/users/invitations', 'platform.user.changed', true],
  ['/organization/second-factor', 'platform.organization.changed', true],
  ['/privacy/holds', 'platform.privacy.changed', true],
  ['/notifications/unread-count', 'platform.notification.changed', true],
  ['/webhooks', 'platform.role.changed', false],
  ['/audit', 'crm.customer.created', true],
  ['/users/me/sessions', 'platform.session.changed', true],
  ['/users/me/passkeys', 'platform.account.changed', true],
  ['/users', 'platform.account.changed', false],
  ['/jobs', 'work jobs', true],
  ['/crm/imports/5', 'work jobs', true],
  ['/webhooks/5/deliveries', 'work webhooks', true],
  ['/webhooks/5', 'work webhooks', false],
  ['/singletons', 'work singletons', true],
  ['/exports', 'work tasks', true],
  ['/modules/purges', 'work tasks', true],
  ['/modules', 'work tasks', false],
  ['/operator/jobs', 'operations', true],
  ['/jobs', 'operations', false],
  ['/crm/customers', 'ready', true],
  ['', 'ready', false],
])('%s after %s: %s', (path, event, expected) => {
  expect(concerns(path, event)).toBe(expected)
})
