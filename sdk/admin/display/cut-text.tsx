import type { ReactNode } from 'react'

/**
 * What people typed, on one line: cut at its own end, whatever the direction of the page, and standing where the page
 * begins.
 */
export function CutText({ children }: { children: ReactNode }) {
  return (
    <span
      dir="auto"
      title={typeof children === 'string' ? children : undefined}
      className="block truncate text-with-page"
    >
      {children}
    </span>
  )
}
