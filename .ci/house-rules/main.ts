import { checkHouseRules } from './check-house-rules.ts'

const { files, lines, findings } = checkHouseRules(process.argv[2] ?? process.cwd())
for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`)
console.log(
  `house rules: ${files} files, ${findings.length} findings (module length: median ${lines.median}, p95 ${lines.p95} lines)`,
)
process.exitCode = files > 0 && findings.length === 0 ? 0 : 1
