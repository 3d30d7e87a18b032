import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import type { Day } from './calendar-days.ts'
import { CalendarChip } from './calendar-chip.tsx'
import type { CalendarEntry } from './calendar-types.ts'

/** All of the chosen day, where a telephone's cells have no room for it. */
export function DayEntries({ day, entries }: { day: Day; entries: readonly CalendarEntry[] }) {
  const { t } = useTranslation('wasla')
  const { locale } = useFormat()
  const name = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return (
    <div className="border-t border-line p-3">
      <h3 className="mb-2 text-sm font-semibold">{name}</h3>
      {entries.length === 0 && <p className="text-sm text-ink-muted">{t('calendar.nothing')}</p>}
      <ul className="flex flex-col gap-1">
        {entries.map((entry) => (
          <li key={entry.id}>
            <CalendarChip entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  )
}
