import { runCommandLine } from './cli/command-line.ts'
import { lazyKernel } from './runtime/lazy-kernel.ts'

await runCommandLine(
  process.argv,
  lazyKernel(async () => (await import('./runtime/wasla-kernel.ts')).kernel),
)
