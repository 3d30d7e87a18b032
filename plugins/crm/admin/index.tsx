import { defineAdmin } from '@wasla/sdk/admin'
import type {} from '../contract/permissions.ts'
import type { Customer } from './components/customer.ts'

export const admin = defineAdmin({
  locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
  nav: [
    { path: 'customers', label: 'customers.title', icon: 'contact', permission: 'crm.customers.read' },
    { path: 'calendar', label: 'calendar.title', icon: 'calendar', permission: 'crm.activities.read' },
  ],
  routes: [
    {
      path: '',
      permission: 'crm.customers.read',
      load: async () => (await import('./customers.page.tsx')).CustomersPage,
    },
    {
      path: 'customers',
      permission: 'crm.customers.read',
      load: async () => (await import('./customers.page.tsx')).CustomersPage,
    },
    {
      path: 'calendar',
      permission: 'crm.activities.read',
      load: async () => (await import('./calendar.page.tsx')).CalendarPage,
    },
    {
      path: 'customers/new',
      permission: 'crm.customers.write',
      load: async () => (await import('./new-customer.page.tsx')).NewCustomerPage,
    },
    {
      path: 'customers/import',
      permission: 'crm.imports.write',
      load: async () => (await import('./import.page.tsx')).ImportPage,
    },
    {
      path: 'customers/$id',
      permission: 'crm.customers.read',
      load: async () => (await import('./customer.page.tsx')).CustomerPage,
    },
    {
      path: 'customers/$id/edit',
      permission: 'crm.customers.write',
      load: async () => (await import('./edit-customer.page.tsx')).EditCustomerPage,
    },
  ],
  commands: [
    {
      id: 'new',
      label: 'customers.new',
      path: 'customers/new',
      icon: 'plus',
      permission: 'crm.customers.write',
    },
    {
      id: 'import',
      label: 'import.title',
      path: 'customers/import',
      icon: 'upload',
      permission: 'crm.imports.write',
    },
  ],
  records: [
    {
      label: 'customers.title',
      endpoint: '/crm/customers',
      icon: 'contact',
      permission: 'crm.customers.read',
      entry: ({ id, companyName, city }: Customer) => ({
        title: companyName,
        detail: city,
        path: `customers/${id}`,
      }),
    },
  ],
  widgets: [
    {
      id: 'recent',
      title: 'widget.recent',
      permission: 'crm.customers.read',
      load: async () => (await import('./components/recent-customers.tsx')).RecentCustomers,
    },
  ],
})
