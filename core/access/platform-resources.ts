import type { LocalizedText, Permissions } from '@wasla/sdk'

export interface ResourceTitle {
  readonly resource: Permissions['platform']
  readonly actions: readonly ('read' | 'write')[]
  readonly title: LocalizedText
}

const both = ['read', 'write'] as const

/** What the platform itself protects, as modules say it in their plugin.json. */
export const platformResources: readonly ResourceTitle[] = [
  { resource: 'users', actions: both, title: { en: 'Members and invitations', ar: 'الأعضاء والدعوات' } },
  { resource: 'roles', actions: both, title: { en: 'Roles', ar: 'الأدوار' } },
  { resource: 'settings', actions: both, title: { en: 'Settings', ar: 'الإعدادات' } },
  { resource: 'modules', actions: both, title: { en: 'Modules', ar: 'الوحدات' } },
  { resource: 'api-keys', actions: both, title: { en: 'API keys', ar: 'مفاتيح الواجهة البرمجية' } },
  { resource: 'webhooks', actions: both, title: { en: 'Webhooks', ar: 'خطافات الويب' } },
  { resource: 'files', actions: both, title: { en: 'Files', ar: 'الملفات' } },
  { resource: 'jobs', actions: both, title: { en: 'Background jobs', ar: 'المهام في الخلفية' } },
  { resource: 'audit', actions: ['read'], title: { en: 'Audit log', ar: 'سجل التدقيق' } },
  { resource: 'privacy', actions: both, title: { en: 'Privacy requests', ar: 'طلبات الخصوصية' } },
]
