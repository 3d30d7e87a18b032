export { acmeSample } from './plugin.ts'
