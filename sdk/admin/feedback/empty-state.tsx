import type { ReactNode } from 'react'
import { useWindowTitle } from '../layout/use-window-title.ts'
import { Icon } from '../controls/icon.tsx'

/** Where nothing is yet: what would be here, and the next step. */
export function EmptyState({
  icon = 'inbox',
  title,
  description,
  action,
  heading = false,
}: {
  icon?: string
  title: ReactNode
  description?: ReactNode
  action?: ReactNode
  /** It is all that its page says: its title is the heading of the page. */
  heading?: boolean
}) {
  useWindowTitle(heading && typeof title === 'string' ? title : undefined)
  const Title = heading ? 'h1' : 'p'
  return (
    <div className="flex animate-fade flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-xl border border-line bg-surface text-ink-faint">
        <Icon name={icon} size={20} />
      </span>
      <Title className="text-lg font-semibold wrap-anywhere">{title}</Title>
      {description !== undefined && <p className="mt-1 max-w-sm text-base text-ink-muted">{description}</p>}
      {action !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
