import { Link } from '@tanstack/react-router'
import type { Tone } from '../controls/badge.tsx'
import { classNames } from '../controls/class-names.ts'
import { useFormat } from '../format/use-format.ts'
import { useSession } from '../session/admin-session.tsx'
import type { CalendarEntry } from './calendar-types.ts'

const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-ink',
  accent: 'bg-accent-soft text-accent-strong',
  success: 'bg-success-soft text-success-strong',
  warning: 'bg-warning-soft text-warning-strong',
  danger: 'bg-danger-soft text-danger-strong',
  info: 'bg-info-soft text-info-strong',
}

/** One entry: its time and what it is, a link where it has a page. */
export function CalendarChip({ entry: { at, title, tone = 'accent', to } }: { entry: CalendarEntry }) {
  const { locale } = useFormat()
  const { timeZone } = useSession().user
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(at))
  const look = classNames('flex min-h-6 items-baseline gap-1.5 rounded-sm px-1.5 py-0.5 text-xs', TONES[tone])
  const content = (
    <>
      <time dateTime={at} className="shrink-0 tabular-nums">
        <bdi>{time}</bdi>
      </time>
      <span dir="auto" title={title} className="min-w-0 flex-1 truncate text-start font-medium">
        {title}
      </span>
    </>
  )
  return to === undefined ? (
    <span className={look}>{content}</span>
  ) : (
    <Link to={to} className={`${look} hover:underline`}>
      {content}
    </Link>
  )
}
