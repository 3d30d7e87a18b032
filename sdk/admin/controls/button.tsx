import { Link } from '@tanstack/react-router'
import { cva, type VariantProps } from 'class-variance-authority'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

const button = cva(
  'inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-55',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
        secondary: 'border border-line bg-raised text-ink shadow-card hover:bg-sunken',
        quiet: 'text-ink-muted hover:bg-sunken hover:text-ink',
        danger: 'bg-danger text-accent-ink hover:bg-danger-strong hover:text-raised',
      },
      size: {
        small: 'h-7 px-2 text-sm',
        medium: 'h-8 px-3 text-sm',
        large: 'h-10 px-4 text-base',
        icon: 'size-8',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
)

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof button> {
  /** Name of an icon before the text. */
  readonly icon?: string
  /** Shows that it works on it, and takes no second click. */
  readonly busy?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({
  variant,
  size,
  icon,
  busy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={classNames(button({ variant, size }), className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Icon name="loader" className="animate-spin" /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A link that looks like a button; `to` is a path of the admin UI: `/crm/customers/new`. */
export function ButtonLink({
  to,
  variant,
  size,
  icon,
  className,
  children,
}: VariantProps<typeof button> & { to: string; icon?: string; className?: string; children?: ReactNode }) {
  return (
    <Link to={to} className={classNames(button({ variant, size }), className)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  )
}

/** A button of an icon alone; `label` is what it is called. */
export function IconButton({
  icon,
  label,
  variant = 'quiet',
  ...rest
}: Omit<ButtonProps, 'size' | 'children'> & { icon: string; label: string }) {
  return <Button size="icon" variant={variant} icon={icon} aria-label={label} title={label} {...rest} />
}
