import type { Command } from 'commander'

/** `wasla bundle-libraries` */
export function addBundleLibraries(program: Command): void {
  program
    .command('bundle-libraries')
    .description(
      'join the installed libraries into a few files, from which hosts start faster; once after each installation',
    )
    .option('--optional', 'end well also where it cannot be done')
    .action(async ({ optional = false }: { optional?: boolean }) => {
      try {
        const { bundleLibraries } = await import('../libraries/bundle-libraries.ts')
        const libraries = await bundleLibraries()
        console.log(
          libraries === undefined
            ? 'npm did not install these libraries, so nothing would tell when a bundle of them is stale; hosts start without one.'
            : `Bundled ${libraries} libraries.`,
        )
      } catch (error) {
        console.error(
          `The libraries were not bundled (${error instanceof Error ? error.message : String(error)}); hosts start without, only slower.`,
        )
        if (!optional) process.exitCode = 1
      }
    })
}
