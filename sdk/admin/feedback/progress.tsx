import { Progress as Radix } from 'radix-ui'

/** How far something long has come; without a value, that it is under way. */
export function Progress({ value, label }: { value?: number; label: string }) {
  return (
    <Radix.Root
      value={value ?? null}
      aria-label={label}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <Radix.Indicator
        className={`h-full rounded-full bg-accent transition-[inline-size] duration-300 ${value === undefined ? 'animate-pulse' : ''}`}
        style={{ inlineSize: `${value ?? 100}%` }}
      />
    </Radix.Root>
  )
}
