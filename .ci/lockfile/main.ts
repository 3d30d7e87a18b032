import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { completeLockfile, missingPlatformPackages } from './platform-packages.ts'
import type { Lockfile } from './platform-packages.ts'

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const file = 'package-lock.json'
const lockfile = JSON.parse(readFileSync(file, 'utf8')) as Lockfile
const missing = Object.keys(missingPlatformPackages(lockfile)).map((path) =>
  path.replace('node_modules/', ''),
)

if (values.write) {
  writeFileSync(file, `${JSON.stringify(completeLockfile(lockfile), null, 2)}\n`)
  console.log(`lock file: ${missing.length} builds of other platforms added`)
} else if (missing.length > 0) {
  console.error(`${file} lacks ${missing.join(', ')}; npm ci refuses it so. Run "npm run lockfile".`)
  process.exitCode = 1
} else {
  console.log(`lock file: ${Object.keys(lockfile.packages).length} packages, none missing`)
}
