export { loyalty } from './plugin.ts'
