import { createElement } from 'react'
import { useSession } from '../session/admin-session.tsx'
import { usePreferences } from '../session/use-preferences.ts'
import { lazyComponent } from './lazy-component.ts'
import { PluginBoundary } from './plugin-boundary.tsx'

/**
 * A place on a page where other modules show something.
 * @param props.name name and version, `crm.customer.detail/v1`; a change of `given` that breaks others is a new version
 * @param props.given what contributions receive as their props
 */
export function Slot({ name, given = {} }: { name: string; given?: Record<string, unknown> }) {
  const { modules, permissions } = useSession()
  const { language } = usePreferences()
  const contributions = modules
    .flatMap((module) =>
      (module.admin.slots ?? []).filter(({ slot }) => slot === name).map((slot) => ({ module, slot })),
    )
    .filter(({ slot }) => slot.permission === undefined || permissions.includes(slot.permission))
    .sort((one, other) => (one.slot.order ?? 100) - (other.slot.order ?? 100))
  return contributions.map(({ module, slot }, index) => (
    <PluginBoundary key={`${module.id}-${index}`} plugin={module.id} name={module.name[language]}>
      {createElement(lazyComponent(slot.load), given)}
    </PluginBoundary>
  ))
}
