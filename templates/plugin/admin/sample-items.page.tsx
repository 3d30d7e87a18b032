import { DataTable, EmptyState, Page, PageHeader, Time, useTexts, type Column } from '@wasla/sdk/admin'
import { sampleItemStatuses, type SampleItemRow } from '../contract/sample-item.schema.ts'

/** As it comes over the wire: moments are texts. */
interface Item extends Omit<SampleItemRow, 'createdAt' | 'announcedAt'> {
  readonly createdAt: string
}

const columns = (t: ReturnType<typeof useTexts>): Column<Item>[] => [
  { id: 'name', header: t('sample-items.name'), cell: (row) => row.name, csv: 'name' },
  {
    id: 'status',
    header: t('sample-items.status'),
    cell: (row) => t(`status.${row.status}`),
    csv: 'status',
  },
  {
    id: 'createdAt',
    header: t('sample-items.createdAt'),
    cell: (row) => <Time value={row.createdAt} />,
    csv: 'createdAt',
  },
]

/** All items of the organization, the newest first. */
export function SampleItemsPage() {
  const t = useTexts()
  return (
    <Page>
      <PageHeader title={t('sample-items.title')} />
      <DataTable<Item>
        id="acme-sample.sample-items"
        label={t('sample-items.title')}
        endpoint="/acme-sample/sample-items"
        columns={columns(t)}
        filters={[
          {
            id: 'status',
            label: t('sample-items.status'),
            options: sampleItemStatuses.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('sample-items.empty')} />}
      />
    </Page>
  )
}
