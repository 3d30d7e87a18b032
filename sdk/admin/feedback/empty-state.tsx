import type { ReactNode } from 'react'
import { Icon } from '../controls/icon.tsx'

/** Where nothing is yet: what would be here, and the next step. */
export function EmptyState({
  icon = 'inbox',
  title,
  description,
  action,
}: {
  icon?: string
  title: ReactNode
  description?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex animate-fade flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-xl border border-line bg-surface text-ink-faint">
        <Icon name={icon} size={20} />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {description !== undefined && <p className="mt-1 max-w-sm text-base text-ink-muted">{description}</p>}
      {action !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
