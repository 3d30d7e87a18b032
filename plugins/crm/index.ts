export { crm } from './plugin.ts'
