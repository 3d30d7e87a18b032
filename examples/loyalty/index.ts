import type {} from './contract/permissions.ts'

export { loyalty } from './plugin.ts'
