const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C may reach a process twice: from the terminal, and from the older Node that started it. */
const sameRequest = 1000

/**
 * Resolves with the first signal that asks the process to stop. Asked again later, `force` is called.
 */
export function stopRequested(force: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = (signal: NodeJS.Signals) => {
      first ??= performance.now()
      resolve(signal)
      if (performance.now() - first > sameRequest) force()
    }
    for (const signal of signals) process.on(signal, onSignal)
  })
}
