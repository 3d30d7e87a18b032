import { createContext, use, useEffect, useState, type ReactNode } from 'react'

interface Arrival {
  readonly pending: boolean
  readonly settled: boolean
}

const LoadingContext = createContext<Arrival>({ pending: false, settled: true })

// A module that cannot be reached must not keep the others away.
const PATIENCE = 3_000

/** @param props.value whether pages of modules that are on are still on their way */
export function ModulesLoading({ value: pending, children }: { value: boolean; children: ReactNode }) {
  const [settled, setSettled] = useState(!pending)
  if (!pending && !settled) setSettled(true)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return <LoadingContext value={{ pending, settled }}>{children}</LoadingContext>
}

/** Whether pages of modules that are on are still on their way. */
export function useModulesLoading(): boolean {
  return use(LoadingContext).pending
}

/**
 * Whether what modules add to a list of the shell's may be shown: they are drawn together when the last one has come, so
 * that none pushes the others away. A module that is switched on later comes by itself.
 */
export function useModulesSettled(): boolean {
  return use(LoadingContext).settled
}
