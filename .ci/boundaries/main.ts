import { checkBoundaries } from './check-boundaries.ts'

const { existing, read, imports, violations } = checkBoundaries(process.argv[2] ?? process.cwd())
for (const violation of violations) console.error(violation)
console.log(
  `boundaries: read ${read} of ${existing} modules, ${imports} imports, ${violations.length} violations`,
)
process.exitCode = violations.length === 0 && read === existing ? 0 : 1
