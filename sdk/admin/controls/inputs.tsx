import { Switch as RadixSwitch } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

const field =
  'w-full rounded-md border border-line-strong bg-raised text-ink transition-colors hover:border-ink-faint focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-danger disabled:bg-sunken disabled:text-ink-faint'

// Not dir="auto": an empty field would read from the left, also in Arabic.
const plaintext = '[unicode-bidi:plaintext]'

/** What people type takes its direction from the text itself; an empty field has the page's. */
export function Input({ className, dir, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      dir={dir}
      className={classNames(field, 'h-9 px-3 text-base', dir === undefined && plaintext, className)}
      {...rest}
    />
  )
}

export function TextArea({ className, dir, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir={dir}
      rows={rows}
      className={classNames(field, 'px-3 py-2 text-base', dir === undefined && plaintext, className)}
      {...rest}
    />
  )
}

export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative inline-block w-full', className)}>
      <select className={classNames(field, 'h-9 appearance-none ps-3 pe-8 text-base')} {...rest}>
        {children}
      </select>
      <Icon name="chevron-down" className="pointer-events-none absolute inset-e-2.5 top-2.5 text-ink-faint" />
    </span>
  )
}

export function Switch({ className, ...rest }: ComponentProps<typeof RadixSwitch.Root>) {
  return (
    <RadixSwitch.Root
      className={classNames(
        // A finger needs more room than the eye.
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong transition-colors data-[state=checked]:bg-accent disabled:opacity-55 after:absolute after:-inset-1 after:content-[""]',
        className,
      )}
      {...rest}
    >
      <RadixSwitch.Thumb className="ms-0.5 block size-4 rounded-full bg-raised shadow-card transition-transform dark:bg-ink data-[state=checked]:translate-x-4 rtl:data-[state=checked]:-translate-x-4" />
    </RadixSwitch.Root>
  )
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input type="checkbox" className={classNames('size-4 accent-accent', className)} {...rest} />
}
