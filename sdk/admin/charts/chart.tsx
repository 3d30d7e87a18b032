import { lazy, Suspense } from 'react'
import { Skeleton } from '../feedback/skeleton.tsx'

export interface ChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string
  readonly data: readonly Readonly<Record<string, string | number>>[]
  /** The property along the axis. */
  readonly category: string
  readonly series: readonly { readonly property: string; readonly label: string }[]
  readonly kind?: 'bar' | 'line'
  readonly height?: number
}

// recharts is large, so it comes with the first chart.
const Drawing = lazy(async () => ({ default: (await import('./chart-drawing.tsx')).ChartDrawing }))

/** Bars or a line in the colours of the theme. */
export function Chart({ height = 220, ...props }: ChartProps) {
  return (
    <figure role="img" aria-label={props.label} style={{ blockSize: height }}>
      <Suspense fallback={<Skeleton className="h-full" />}>
        <Drawing {...props} />
      </Suspense>
    </figure>
  )
}
