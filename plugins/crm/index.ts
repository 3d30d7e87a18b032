import type {} from './contract/permissions.ts'

export { crm } from './plugin.ts'
