import type { ReactNode } from 'react'
import { classNames } from '../controls/class-names.ts'
import { TextLink } from '../controls/text-link.tsx'
import { CutText } from '../display/cut-text.tsx'
import { Icon } from '../controls/icon.tsx'
import { useWindowTitle } from './use-window-title.ts'

/** The content of a page. `narrow` is for forms and text. */
export function Page({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  return (
    <div
      className={classNames(
        'mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-8 sm:py-7',
        narrow ? 'max-w-3xl' : 'max-w-6xl',
      )}
    >
      {children}
    </div>
  )
}

export interface PageHeaderProps {
  readonly title: string
  readonly description?: ReactNode
  /** Where it came from: `{ to: '/crm/customers', label: t('customers.title') }`. */
  readonly back?: { readonly to: string; readonly label: string }
  /** Small things behind the title, such as a badge. */
  readonly beside?: ReactNode
  readonly actions?: ReactNode
}

/** The heading of a page; it is also the title of the window. */
export function PageHeader({ title, description, back, beside, actions }: PageHeaderProps) {
  useWindowTitle(title)
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back !== undefined && (
          <TextLink
            to={back.to}
            className="mb-1 inline-flex max-w-full items-center gap-1 py-0.5 text-sm font-normal text-ink-muted"
          >
            <Icon name="chevron-back" size={14} />
            <CutText>{back.label}</CutText>
          </TextLink>
        )}
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 dir="auto" className="min-w-0 text-xl font-semibold tracking-tight text-balance wrap-anywhere">
            {title}
          </h1>
          {beside}
        </div>
        {description !== undefined && <p className="mt-0.5 text-base text-ink-muted">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
