import type {} from './contract/permissions.ts'

export { ticketing } from './plugin.ts'
