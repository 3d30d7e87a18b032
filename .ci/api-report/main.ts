import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiReport } from './api-report.ts'

const root = resolve(import.meta.dirname, '../..')
const path = join(root, 'sdk/api.md')
const report = await apiReport(root)
if (process.argv.includes('--write')) writeFileSync(path, report)
const exports = report.match(/^### /gm)?.length ?? 0
console.log(`api report: ${exports} exports of @wasla/sdk`)
if (readFileSync(path, 'utf8') !== report) {
  console.error(
    'sdk/api.md is not what the SDK exports; if the change is meant, run "node --conditions=wasla-source .ci/api-report/main.ts --write" and look at the difference.',
  )
  process.exitCode = 1
}
