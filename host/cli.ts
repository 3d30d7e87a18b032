import { runCommandLine } from './cli/command-line.ts'
import { kernel } from './runtime/wasla-kernel.ts'

await runCommandLine(process.argv, kernel)
