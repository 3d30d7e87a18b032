import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A link inside the admin UI: `/crm/customers`. */
export function TextLink({
  to,
  className,
  children,
}: {
  to: string
  className?: string
  children: ReactNode
}) {
  return (
    <Link
      to={to}
      className={classNames(
        'rounded-sm font-medium text-accent-strong underline-offset-2 hover:underline',
        className,
      )}
    >
      {children}
    </Link>
  )
}
