/** One check of the repository: a program that ends with 0 when all is well. */
export interface Check {
  name: string
  command: string
  args: string[]
}

/** A check written here runs on the Node that runs this file. */
const own = (name: string, folder: string): Check => ({
  name,
  command: process.execPath,
  args: ['--conditions=wasla-source', `.ci/${folder}/main.ts`],
})

/** What `npm run check` runs, in this order; tools come from node_modules/.bin, which npm puts on the PATH. */
export const checks: readonly Check[] = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'browser types', command: 'tsc', args: ['-p', 'admin-ui/tsconfig.json'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings', '--report-unused-disable-directives'] },
  { name: 'format', command: 'biome', args: ['format', '--error-on-warnings'] },
  own('house rules', 'house-rules'),
  own('boundaries', 'boundaries'),
  { name: 'unused code', command: 'knip', args: ['--no-progress'] },
  own('lock file', 'lockfile'),
  own('package exports', 'packages'),
  own('migrations and schema', 'schema'),
  own('docs', 'docs'),
  own('error catalogue', 'errors'),
  own('API report', 'api-report'),
]
