import { expect, test } from 'vitest'
import { defineAdmin } from './define-admin.ts'

const locales = { ar: async () => ({ default: {} }), en: async () => ({ default: {} }) }

test('a permission that nobody declares does not compile', () => {
  const item = { path: '', label: 'members.title' }
  const admin = defineAdmin({
    locales,
    nav: [
      { ...item, permission: 'platform.users.read' },
      // @ts-expect-error the resource is misspelt
      { ...item, permission: 'platform.user.read' },
    ],
  })
  expect(admin.nav).toHaveLength(2)
})
