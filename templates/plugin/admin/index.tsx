import { defineAdmin } from '@wasla/sdk/admin'
import type {} from '../contract/permissions.ts'

const reading = 'acme-sample.sample-items.read'

export const admin = defineAdmin({
  locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
  nav: [{ path: '', label: 'sample-items.title', permission: reading }],
  routes: [
    {
      path: '',
      permission: reading,
      load: async () => (await import('./sample-items.page.tsx')).SampleItemsPage,
    },
  ],
})
