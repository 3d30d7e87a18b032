import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'

const badge = cva('inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 text-xs font-medium', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-ink-muted',
      accent: 'bg-accent-soft text-accent-strong',
      success: 'bg-success-soft text-success-strong',
      warning: 'bg-warning-soft text-warning-strong',
      danger: 'bg-danger-soft text-danger-strong',
      info: 'bg-info-soft text-info-strong',
    },
  },
  defaultVariants: { tone: 'neutral' },
})

export type Tone = NonNullable<VariantProps<typeof badge>['tone']>

/** A short state: "Open", "Urgent". */
export function Badge({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return <span className={badge({ tone })}>{children}</span>
}
