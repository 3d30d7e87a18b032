import { createContext, use, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface PluginScope {
  readonly id: string
  readonly parameters: Readonly<Record<string, string>>
}

const PluginContext = createContext<PluginScope | null>(null)

const NONE = {}

/** Everything inside belongs to one plugin. The shell puts it around pages, slots and widgets. */
export function PluginProvider({
  id,
  parameters = NONE,
  children,
}: {
  id: string
  parameters?: Readonly<Record<string, string>>
  children: ReactNode
}) {
  return <PluginContext value={{ id, parameters }}>{children}</PluginContext>
}

/** The plugin in whose page we are; `undefined` in the shell. */
export function usePluginId(): string | undefined {
  return use(PluginContext)?.id
}

/** The parameters of the page's path: of `customers/$id`, `{ id }`. */
export function usePathParameters(): Readonly<Record<string, string>> {
  return use(PluginContext)?.parameters ?? NONE
}

/** The plugin's own texts in the language of the person. */
export function useTexts() {
  return useTranslation(usePluginId() ?? 'wasla').t
}
