import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { theme: { text: ['xs', 'sm', 'base', 'lg', 'xl', '2xl'], shadow: ['card', 'float', 'dialog'] } },
})

/** Joins class names; where two set the same property the later one stays. */
export function classNames(...values: ClassValue[]): string {
  const given = values.filter(Boolean)
  // One value does not contradict itself, and merging costs the first page a tenth of a second on a slow machine.
  return given.length > 1 ? merge(clsx(given)) : clsx(given)
}
