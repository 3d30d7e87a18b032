import { usePreferences } from '@wasla/sdk/admin'
import type { Module } from './module.ts'

/** "Needs: Customers, Tickets"; nothing when there are none. */
export function ModuleNames({
  label,
  ids,
  modules,
}: {
  label: string
  ids: readonly string[]
  modules: readonly Module[]
}) {
  const { language } = usePreferences()
  if (ids.length === 0) return null
  const names = ids.map((id) => modules.find((module) => module.id === id)?.name[language] ?? id)
  return (
    <span>
      {label}: {new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(names)}
    </span>
  )
}
