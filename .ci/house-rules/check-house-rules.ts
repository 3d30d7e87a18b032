import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isModule, isTestFile, repositoryFiles } from '../source/repository-files.ts'
import { barrelFindings, packageEntries } from './barrel-rules.ts'
import { castFindings } from './cast-rules.ts'
import { commentFindings } from './comment-rules.ts'
import { directionFindings } from './direction-rules.ts'
import { fileFindings, lineCount } from './file-rules.ts'
import type { Finding } from './finding.ts'

/** What the check saw; `lines` are those of the modules that are no tests. */
export interface HouseRulesReport {
  files: number
  lines: { median: number; p95: number }
  findings: Finding[]
}

const text = /\.(?:[cm]?[jt]sx?|css|sql|md|html|ya?ml|sh|json)$/

/** Checks the rules of the house that no linter knows, over every text file under `root`. */
export function checkHouseRules(root: string): HouseRulesReport {
  const files = repositoryFiles(root).filter((file) => text.test(file))
  const entries = packageEntries(root, files)
  const lengths: number[] = []
  const findings = files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    if (isModule(file) && !isTestFile(file)) lengths.push(lineCount(source))
    return [
      ...fileFindings(file, source),
      ...commentFindings(file, source),
      ...barrelFindings(file, source, entries),
      ...castFindings(file, source),
      ...directionFindings(file, source),
    ]
  })
  lengths.sort((a, b) => a - b)
  const quantile = (share: number) => lengths[Math.floor((lengths.length - 1) * share)] ?? 0
  return { files: files.length, lines: { median: quantile(0.5), p95: quantile(0.95) }, findings }
}
