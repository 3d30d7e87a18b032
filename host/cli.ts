import { useLibraryBundle } from './libraries/use-library-bundle.ts'

// What follows imports libraries, and must find them in the bundle; a new bundle is made of what npm installed, not of the old one.
if (process.argv[2] !== 'bundle-libraries') useLibraryBundle()
const { runCommandLine } = await import('./cli/command-line.ts')
const { lazyKernel } = await import('./runtime/lazy-kernel.ts')

await runCommandLine(
  process.argv,
  lazyKernel(async () => (await import('./runtime/wasla-kernel.ts')).kernel),
)
