import type { Kernel } from './kernel.ts'

/** A kernel whose code is loaded when it is first needed: most of the time of a start goes into that. */
export function lazyKernel(load: () => Promise<Kernel>): Kernel {
  let loading: Promise<Kernel> | undefined
  const kernel = () => (loading ??= load())
  return {
    // A failure is reported where the code is awaited.
    prepare: () =>
      kernel().then(
        (loaded) => loaded.prepare?.(),
        () => undefined,
      ),
    startPlatform: async (options) => (await kernel()).startPlatform(options),
    loadPlugins: async () => (await kernel()).loadPlugins(),
  }
}
