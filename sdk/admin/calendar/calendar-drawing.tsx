import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../controls/button.tsx'
import { useFormat } from '../format/use-format.ts'
import { useNarrow } from '../layout/use-narrow.ts'
import { useSession } from '../session/admin-session.tsx'
import { usePreferences } from '../session/use-preferences.ts'
import {
  addDays,
  addMonths,
  dayIn,
  firstDayOfWeek,
  startOfDay,
  weeksAround,
  type Day,
} from './calendar-days.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { DayEntries } from './day-entries.tsx'
import type { CalendarProps } from './calendar.tsx'
import type { CalendarEntry, CalendarView } from './calendar-types.ts'

function entriesByDay(
  entries: readonly CalendarEntry[],
  timeZone: string,
): ReadonlyMap<Day, readonly CalendarEntry[]> {
  const sorted = entries.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  return Map.groupBy(sorted, ({ at }) => dayIn(timeZone, at))
}

/** The person's own country decides where the week begins, if the browser tells it. */
function weekLocale(language: string): string {
  return (
    navigator.languages.find((name) => name.startsWith(`${language}-`)) ??
    (language === 'ar' ? 'ar' : 'en-GB')
  )
}

export function CalendarDrawing({ label, entries, onRange, day, loading = false }: CalendarProps) {
  const { t } = useTranslation('wasla')
  const { locale } = useFormat()
  const { language } = usePreferences()
  const { timeZone } = useSession().user
  const narrow = useNarrow()
  const [view, setView] = useState<CalendarView>('month')
  const today = dayIn(timeZone, new Date())
  const [chosen, setChosen] = useState<Day>(day ?? today)
  const firstDay = firstDayOfWeek(weekLocale(language))
  const weeks = useMemo(() => weeksAround(chosen, view, firstDay), [chosen, view, firstDay])
  const byDay = useMemo(() => entriesByDay(entries, timeZone), [entries, timeZone])
  const [first, last] = [weeks[0]?.[0] ?? chosen, weeks.at(-1)?.at(-1) ?? chosen]
  useEffect(() => {
    onRange({ from: startOfDay(first, timeZone), until: startOfDay(addDays(last, 1), timeZone) })
  }, [first, last, timeZone, onRange])
  const move = (step: number): void =>
    setChosen(view === 'month' ? addMonths(chosen, step) : addDays(chosen, 7 * step))
  const title = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${chosen}T00:00:00Z`),
  )
  return (
    <section
      aria-label={label}
      aria-busy={loading}
      className="overflow-hidden rounded-lg border border-line bg-raised shadow-card"
    >
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2.5">
        <h2 aria-live="polite" className="min-w-40 flex-1 ps-1.5 text-lg font-semibold">
          {title}
        </h2>
        <div className="flex items-center gap-1">
          <IconButton icon="chevron-back" label={t(`calendar.previous-${view}`)} onClick={() => move(-1)} />
          <Button size="small" onClick={() => setChosen(today)}>
            {t('calendar.today')}
          </Button>
          <IconButton icon="chevron-forward" label={t(`calendar.next-${view}`)} onClick={() => move(1)} />
        </div>
        <div role="group" aria-label={t('calendar.view')} className="flex rounded-md bg-sunken p-0.5">
          {(['month', 'week'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={view === name}
              onClick={() => setView(name)}
              className="h-7 rounded-md px-2.5 text-sm text-ink-muted aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-card"
            >
              {t(`calendar.${name}`)}
            </button>
          ))}
        </div>
      </div>
      <CalendarGrid
        label={`${label}, ${title}`}
        weeks={weeks}
        view={view}
        chosen={chosen}
        today={today}
        byDay={byDay}
        onChoose={setChosen}
        onWeek={(which) => {
          setChosen(which)
          setView('week')
        }}
      />
      {narrow && <DayEntries day={chosen} entries={byDay.get(chosen) ?? []} />}
    </section>
  )
}
