import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { catalogueErrors, hardToProvoke, writeCatalogue } from './catalogue.ts'

const root = resolve(import.meta.dirname, '../..')
const path = join(root, 'docs/errors.md')
const errors = catalogueErrors(root)
const text = writeCatalogue(errors)
if (process.argv.includes('--write')) writeFileSync(path, text)
const untested = errors.filter(({ code, test }) => test === undefined && !hardToProvoke.has(code))
for (const { code, file } of untested)
  console.error(`${code} (${file}) is produced by no test; write one, and see it fail first.`)
console.log(`errors: ${errors.length} in the catalogue, ${untested.length} without a test`)
if (readFileSync(path, 'utf8') !== text) {
  console.error(
    'docs/errors.md is not what the code says; run "node --conditions=wasla-source .ci/errors/main.ts --write".',
  )
  process.exitCode = 1
}
if (untested.length > 0) process.exitCode = 1
