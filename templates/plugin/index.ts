import type {} from './contract/permissions.ts'

export { acmeSample } from './plugin.ts'
