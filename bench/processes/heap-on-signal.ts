// Loaded before a host (`--import`, with --expose-gc): on SIGUSR2 it collects what nobody holds and prints the bytes that are left.
process.on('SIGUSR2', () => {
  // What the first collection finalises the second one frees.
  globalThis.gc?.()
  globalThis.gc?.()
  console.log(`heap ${process.memoryUsage().heapUsed}`)
})
