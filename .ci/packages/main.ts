import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lintTarball } from './lint-tarball.ts'
import { packWorkspace } from './pack-workspace.ts'

const root = resolve(import.meta.dirname, '../..')
const destination = join(root, 'dist-packages')

try {
  rmSync(destination, { recursive: true, force: true })
  const tarballs = await packWorkspace(root, destination)
  const findings = (await Promise.all(tarballs.map(lintTarball))).flat()
  for (const finding of findings) console.error(finding)
  console.log(`package exports: ${tarballs.length} tarballs in dist-packages, ${findings.length} findings`)
  process.exitCode = tarballs.length > 0 && findings.length === 0 ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
