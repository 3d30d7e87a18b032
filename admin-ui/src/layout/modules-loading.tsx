import { createContext, use, type ReactNode } from 'react'

const LoadingContext = createContext(false)

export function ModulesLoading({ value, children }: { value: boolean; children: ReactNode }) {
  return <LoadingContext value={value}>{children}</LoadingContext>
}

/** Whether pages of modules that are on are still on their way. */
export function useModulesLoading(): boolean {
  return use(LoadingContext)
}
