import type { Tone } from '../controls/badge.tsx'

/** Something that happens at a time. */
export interface CalendarEntry {
  readonly id: string
  readonly title: string
  /** A moment, `2026-11-28T09:30:00Z`; shown in the time zone of the calendar. */
  readonly at: string
  readonly tone?: Tone
  /** A path of the admin UI: `/crm/customers/1`. */
  readonly to?: string
}

/** The days that are shown, as moments: from the first one's beginning until the last one's end. */
export interface CalendarRange {
  readonly from: string
  readonly until: string
}

export type CalendarView = 'month' | 'week'
