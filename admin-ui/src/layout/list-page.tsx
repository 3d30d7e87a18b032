import { DataTable, EmptyState, Page, PageHeader, type DataTableProps } from '@wasla/sdk/admin'
import type { ReactNode } from 'react'

export interface ListPageProps<Row> extends Omit<DataTableProps<Row>, 'label' | 'empty'> {
  readonly title: string
  readonly hint: string
  /** The button that makes another one; also what an empty list offers. */
  readonly create?: ReactNode
  readonly empty: { readonly icon: string; readonly title: string; readonly hint: string }
  /** What stands below the list, and what opens over it. */
  readonly children?: ReactNode
}

/** A page that is one list. */
export function ListPage<Row>({ title, hint, create, empty, children, ...table }: ListPageProps<Row>) {
  return (
    <Page>
      <PageHeader title={title} description={hint} actions={create} />
      <DataTable<Row>
        {...table}
        label={title}
        empty={<EmptyState icon={empty.icon} title={empty.title} description={empty.hint} action={create} />}
      />
      {children}
    </Page>
  )
}
