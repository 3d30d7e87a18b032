import { defineAdmin } from '@wasla/sdk/admin'
import type {} from '../contract/permissions.ts'

const reading = 'loyalty.points.read'

export const admin = defineAdmin({
  locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
  nav: [{ path: '', label: 'accounts.title', permission: reading }],
  routes: [
    { path: '', permission: reading, load: async () => (await import('./accounts.page.tsx')).AccountsPage },
  ],
  slots: [
    {
      slot: 'crm.customer.detail/v1',
      permission: reading,
      load: async () => (await import('./customer-points.tsx')).CustomerPoints,
    },
  ],
})
