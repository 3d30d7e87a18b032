import type { ReactNode } from 'react'
import { usePluginId } from '../plugin/plugin-context.tsx'

/** Overlays lie outside of the page that opens them; its plugin's styles reach them by this mark. */
export function PortalScope({ children }: { children: ReactNode }) {
  const plugin = usePluginId()
  return (
    <div data-plugin={plugin} className="contents">
      {children}
    </div>
  )
}
