import type { ReactNode } from 'react'
import { EmptyValue } from '../display/empty-value.tsx'
import { Page, PageHeader, type PageHeaderProps } from './page.tsx'

/** The page of one thing: what happens with it in the middle, what is known about it beside. */
export function DetailPage({
  children,
  aside,
  ...header
}: PageHeaderProps & { children: ReactNode; aside?: ReactNode }) {
  return (
    <Page>
      <PageHeader {...header} />
      <div
        className={`grid items-start gap-5 ${aside === undefined ? '' : 'lg:grid-cols-[minmax(0,1fr)_20rem]'}`}
      >
        <div className="flex min-w-0 flex-col gap-5">{children}</div>
        {aside !== undefined && (
          <aside className="flex min-w-0 flex-col gap-5 max-lg:row-start-1">{aside}</aside>
        )}
      </div>
    </Page>
  )
}

/** What is drawn follows the page; a text follows its own direction. */
function Value({ children }: { children: ReactNode }) {
  if (children === null || children === undefined || children === '') return <EmptyValue />
  return typeof children === 'object' ? children : <bdi>{children}</bdi>
}

/** Names and values of one thing. A value that is missing shows a dash. */
export function DetailList({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-2.5 text-base">
      {items.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="min-w-0 break-words">
            <Value>{value}</Value>
          </dd>
        </div>
      ))}
    </dl>
  )
}
