import { lazy, Suspense } from 'react'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import type { CalendarEntry, CalendarRange } from './calendar-types.ts'

export interface CalendarProps {
  /** What the calendar is of, for screen readers. */
  readonly label: string
  /** In any order; those outside of the range are not shown. */
  readonly entries: readonly CalendarEntry[]
  /** Told which days are shown, at first and whenever others are; entries of these are wanted. */
  readonly onRange: (range: CalendarRange) => void
  /** The day around which it opens, `2026-11-28`; today when it is left out. */
  readonly day?: string
  /** Entries of the range are still on their way. */
  readonly loading?: boolean
}

// It comes with the first page that shows one.
const Drawing = lazy(async () => ({ default: (await import('./calendar-drawing.tsx')).CalendarDrawing }))

/**
 * A month or a week of entries in the person's time zone. The week begins as in the person's country, days run in the
 * direction of the page, and the arrow keys lead from day to day.
 */
export function Calendar(props: CalendarProps) {
  return (
    <Suspense fallback={<SkeletonLines lines={8} />}>
      <Drawing {...props} />
    </Suspense>
  )
}
