import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { TableState } from './table-types.ts'

/** A list's search, filters and order live in the address, so that a link or the back button brings them again. */
export function useTableState(): [TableState, (change: TableState) => void] {
  const raw: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const state = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, String(value)]),
  ) as TableState
  const change = useCallback(
    (next: TableState) => {
      const set = Object.entries(next).filter(([, value]) => value !== undefined && value !== '')
      void navigate({ to: '.', search: Object.fromEntries(set) as never, replace: true })
    },
    [navigate],
  )
  return [state, change]
}
