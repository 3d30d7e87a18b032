import { useId, type ReactNode } from 'react'
import { classNames } from '../controls/class-names.ts'

/** A framed part of a page. */
export function Card({
  title,
  actions,
  padded = true,
  children,
}: {
  title?: ReactNode
  actions?: ReactNode
  padded?: boolean
  children: ReactNode
}) {
  const heading = useId()
  return (
    <section
      data-frame=""
      aria-labelledby={title === undefined ? undefined : heading}
      className="overflow-hidden rounded-lg border border-line bg-raised shadow-card"
    >
      {title !== undefined && (
        <div className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4 py-1.5">
          <h2 id={heading} className="text-base font-semibold">
            {title}
          </h2>
          {actions}
        </div>
      )}
      <div className={classNames(padded && 'p-4')}>{children}</div>
    </section>
  )
}
