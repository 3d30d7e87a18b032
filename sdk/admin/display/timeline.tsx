import type { ReactNode } from 'react'
import { Icon } from '../controls/icon.tsx'
import { Time } from './values.tsx'

export interface TimelineItem {
  readonly id: string
  readonly icon: string
  readonly title: ReactNode
  readonly body?: ReactNode
  readonly at: string
}

/** What happened, the newest first. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map((item, index) => (
        <li key={item.id} className="relative flex gap-3 pb-5 last:pb-0">
          {index < items.length - 1 && (
            <span aria-hidden className="absolute inset-s-3.5 top-8 bottom-0 w-px bg-line" />
          )}
          <span className="grid size-7 shrink-0 place-items-center rounded-full border border-line bg-surface text-ink-muted">
            <Icon name={item.icon} size={14} />
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <div className="min-w-0 font-medium">
                <bdi>{item.title}</bdi>
              </div>
              <span className="text-xs text-ink-faint">
                <Time value={item.at} />
              </span>
            </div>
            {item.body !== undefined && item.body !== null && (
              <div
                dir="auto"
                className="mt-1 text-base wrap-anywhere whitespace-pre-wrap text-ink-muted text-with-page"
              >
                {item.body}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
