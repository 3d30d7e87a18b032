import type { CalendarView } from './calendar-types.ts'

/** A day of the calendar, without a time or a zone: `2026-11-28`. */
export type Day = string

const MILLISECONDS = 86_400_000

// Days are counted at midnight UTC, where none is shorter or longer than another.
const at = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (milliseconds: number): Day => new Date(milliseconds).toISOString().slice(0, 10)

export const addDays = (day: Day, count: number): Day => dayOf(at(day) + count * MILLISECONDS)

/** The same day of another month; its last one where there is no such day. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month - 1 + count, Math.min(date, last)))
}

export const sameMonth = (one: Day, other: Day): boolean => one.slice(0, 7) === other.slice(0, 7)

interface WeekInfo {
  readonly firstDay: number
}

/** The first day of the week as the locale has it, 1 for Monday to 7 for Sunday; Saturday in most Arabic ones. */
export function firstDayOfWeek(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?(): WeekInfo
    readonly weekInfo?: WeekInfo
  }
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1
}

function startOfWeek(day: Day, firstDay: number): Day {
  const weekday = new Date(at(day)).getUTCDay() || 7
  return addDays(day, -((weekday - firstDay + 7) % 7))
}

/** The weeks that a view shows around a day, each of seven days. */
export function weeksAround(day: Day, view: CalendarView, firstDay: number): readonly (readonly Day[])[] {
  const first = startOfWeek(view === 'week' ? day : `${day.slice(0, 8)}01`, firstDay)
  const weeks: Day[][] = []
  for (let start = first; ; start = addDays(start, 7)) {
    if (weeks.length > 0 && (view === 'week' || !sameMonth(start, day))) return weeks
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)))
  }
}

/** The day on which a moment falls in a time zone. */
export function dayIn(timeZone: string, moment: string | Date): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(moment))
}

/** The moment at which a day begins in a time zone. */
export function startOfDay(day: Day, timeZone: string): string {
  const wall = at(day)
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const offset = (moment: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    )
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0 } = parts
    return Date.UTC(year, month - 1, date, hour, minute) - moment
  }
  // Twice, since the clocks may be put forward or back between the guess and the day.
  const guess = wall - offset(wall)
  return new Date(wall - offset(guess)).toISOString()
}
