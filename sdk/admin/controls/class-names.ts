import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { theme: { text: ['xs', 'sm', 'base', 'lg', 'xl', '2xl'], shadow: ['card', 'float', 'dialog'] } },
})

/** Joins class names; where two set the same property the later one stays. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
