import type { Permission } from '@wasla/sdk/admin'

/** A page of the shell itself, in the side bar and the palette. */
export interface ShellPage {
  readonly path: string
  readonly icon: string
  /** Key of its name in the shell's texts. */
  readonly label: string
  readonly permission: Permission
}

/** What those who run the organization see. */
export const administrationPages: readonly ShellPage[] = [
  { path: '/modules', icon: 'puzzle', label: 'modules.title', permission: 'platform.modules.read' },
  { path: '/members', icon: 'users', label: 'members.title', permission: 'platform.users.read' },
  { path: '/roles', icon: 'shield', label: 'roles.title', permission: 'platform.roles.read' },
  { path: '/api-keys', icon: 'key', label: 'api-keys.title', permission: 'platform.api-keys.read' },
  { path: '/webhooks', icon: 'webhook', label: 'webhooks.title', permission: 'platform.webhooks.read' },
  { path: '/files', icon: 'files', label: 'files.title', permission: 'platform.files.read' },
  { path: '/jobs', icon: 'activity', label: 'jobs.title', permission: 'platform.jobs.read' },
  { path: '/audit', icon: 'scroll', label: 'audit.title', permission: 'platform.audit.read' },
  { path: '/privacy', icon: 'fingerprint', label: 'privacy.title', permission: 'platform.privacy.read' },
  {
    path: '/organization',
    icon: 'building',
    label: 'organization.title',
    permission: 'platform.settings.read',
  },
]

/** What the platform's own staff see: all organizations at once. */
export const operatorPages: readonly Omit<ShellPage, 'permission'>[] = [
  { path: '/operations/queues', icon: 'inbox', label: 'operations.queues' },
  { path: '/operations/jobs', icon: 'activity', label: 'operations.jobs' },
  { path: '/operations/subscribers', icon: 'send', label: 'operations.subscribers' },
  { path: '/operations/events', icon: 'zap', label: 'operations.events' },
  { path: '/operations/services', icon: 'monitor', label: 'operations.services' },
]

/** Whether only an operator may see it. */
export const isForOperators = (path: string): boolean => path.startsWith('/operations/')

/** What a page of the shell needs; nothing where the page is for everybody, or a plugin's. */
export function permissionFor(path: string): Permission | undefined {
  return administrationPages.find((page) => path === page.path || path.startsWith(`${page.path}/`))
    ?.permission
}
