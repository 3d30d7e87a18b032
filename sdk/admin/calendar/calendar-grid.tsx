import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../controls/class-names.ts'
import { useFormat } from '../format/use-format.ts'
import { useNarrow } from '../layout/use-narrow.ts'
import { addDays, addMonths, sameMonth, type Day } from './calendar-days.ts'
import { CalendarChip } from './calendar-chip.tsx'
import type { CalendarEntry, CalendarView } from './calendar-types.ts'

export interface CalendarGridProps {
  readonly label: string
  readonly weeks: readonly (readonly Day[])[]
  readonly view: CalendarView
  readonly chosen: Day
  readonly today: Day
  readonly byDay: ReadonlyMap<Day, readonly CalendarEntry[]>
  readonly onChoose: (day: Day) => void
  /** Asks for the week of a day, where all its entries have room. */
  readonly onWeek: (day: Day) => void
}

const ROOM = 3

/** Where a key leads from a day; days run from the right in a page that does. */
function leadsTo(key: string, day: Day, week: readonly Day[], rtl: boolean): Day | undefined {
  switch (key) {
    case 'ArrowRight':
      return addDays(day, rtl ? -1 : 1)
    case 'ArrowLeft':
      return addDays(day, rtl ? 1 : -1)
    case 'ArrowDown':
      return addDays(day, 7)
    case 'ArrowUp':
      return addDays(day, -7)
    case 'Home':
      return week[0]
    case 'End':
      return week.at(-1)
    case 'PageDown':
      return addMonths(day, 1)
    case 'PageUp':
      return addMonths(day, -1)
    default:
      return undefined
  }
}

/** The days as a grid, one of which has the focus. */
export function CalendarGrid(props: CalendarGridProps) {
  const { label, weeks, view, chosen, today, byDay, onChoose, onWeek } = props
  const { t } = useTranslation('wasla')
  const { locale, number } = useFormat()
  const narrow = useNarrow()
  const grid = useRef<HTMLTableElement>(null)
  const byKey = useRef(false)
  useEffect(() => {
    if (!byKey.current) return
    byKey.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`)?.focus()
  }, [chosen])
  const format = (options: Intl.DateTimeFormatOptions) => {
    const dates = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (day: Day): string => dates.format(new Date(`${day}T00:00:00Z`))
  }
  const [weekday, shortWeekday, wholeDay] = [
    format({ weekday: 'long' }),
    format({ weekday: narrow ? 'narrow' : 'short' }),
    format({ dateStyle: 'full' }),
  ]
  const move = (event: KeyboardEvent<HTMLElement>, day: Day, week: readonly Day[]): void => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const next = event.target === event.currentTarget ? leadsTo(event.key, day, week, rtl) : undefined
    if (next === undefined) return
    event.preventDefault()
    byKey.current = true
    onChoose(next)
  }
  return (
    <table ref={grid} role="grid" aria-label={label} className="w-full table-fixed border-collapse">
      <thead className="bg-surface">
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" abbr={weekday(day)} className="h-8 text-sm font-medium text-ink-muted">
              {shortWeekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const entries = byDay.get(day) ?? []
              const room = view === 'week' ? entries.length : ROOM
              const outside = view === 'month' && !sameMonth(day, chosen)
              return (
                <td
                  key={day}
                  role="gridcell"
                  data-day={day}
                  tabIndex={day === chosen ? 0 : -1}
                  aria-selected={day === chosen}
                  aria-current={day === today ? 'date' : undefined}
                  onClick={() => onChoose(day)}
                  onKeyDown={(event) => move(event, day, week)}
                  className={classNames(
                    'relative cursor-default border-t border-line p-1 align-top not-first:border-s focus-visible:-outline-offset-2',
                    view === 'week' ? 'h-72' : 'h-28',
                    narrow && 'h-12 text-center',
                    outside && 'bg-surface',
                    narrow && day === chosen && 'bg-accent-soft',
                  )}
                >
                  <span className="sr-only">
                    {t('calendar.day', { day: wholeDay(day), count: entries.length })}
                  </span>
                  <span
                    aria-hidden
                    className={classNames(
                      'inline-grid size-6 place-items-center rounded-full text-sm tabular-nums',
                      outside ? 'text-ink-faint' : 'text-ink',
                      day === today && 'bg-accent font-semibold text-accent-ink',
                    )}
                  >
                    {number(Number(day.slice(8)))}
                  </span>
                  {narrow ? (
                    entries.length > 0 && (
                      <span aria-hidden className="mx-auto block size-1.5 rounded-full bg-accent" />
                    )
                  ) : (
                    <ul className="mt-0.5 flex flex-col gap-0.5">
                      {entries.slice(0, room).map((entry) => (
                        <li key={entry.id}>
                          <CalendarChip entry={entry} />
                        </li>
                      ))}
                      {entries.length > room && (
                        <li>
                          <button
                            type="button"
                            onClick={() => onWeek(day)}
                            className="min-h-6 rounded-sm px-1.5 text-xs text-ink-muted hover:text-ink hover:underline"
                          >
                            {t('calendar.more', { count: entries.length - room })}
                          </button>
                        </li>
                      )}
                    </ul>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
