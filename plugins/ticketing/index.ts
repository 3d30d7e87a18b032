export { ticketing } from './plugin.ts'
