import { useCallback, useState } from 'react'

/** A value of this browser, kept under a name. */
export function useStored<Value>(name: string, initial: Value): [Value, (value: Value) => void] {
  const key = `wasla.${name}`
  const [value, setValue] = useState<Value>(() => {
    try {
      return (JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null) ?? initial
    } catch {
      return initial
    }
  })
  const store = useCallback(
    (next: Value) => {
      setValue(next)
      localStorage.setItem(key, JSON.stringify(next))
    },
    [key],
  )
  return [value, store]
}
