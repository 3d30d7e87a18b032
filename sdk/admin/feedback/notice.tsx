import type { ReactNode } from 'react'
import { classNames } from '../controls/class-names.ts'
import { Icon } from '../controls/icon.tsx'

export type NoticeTone = 'info' | 'warning' | 'danger'

const TONES: Readonly<Record<NoticeTone, string>> = {
  info: 'bg-info-soft text-info-strong',
  warning: 'bg-warning-soft text-warning-strong',
  danger: 'bg-danger-soft text-danger-strong',
}

const ICONS: Readonly<Record<NoticeTone, string>> = { info: 'info', warning: 'warning', danger: 'alert' }

/** A state of the page that people should know of, and what to do about it. */
export function Notice({
  tone = 'info',
  action,
  children,
}: {
  tone?: NoticeTone
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'note'}
      className={classNames('flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg px-4 py-3', TONES[tone])}
    >
      <Icon name={ICONS[tone]} />
      <div className="min-w-0 flex-1 basis-56">{children}</div>
      {action}
    </div>
  )
}
