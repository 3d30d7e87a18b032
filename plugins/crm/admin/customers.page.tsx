import {
  ButtonLink,
  DataTable,
  EmptyState,
  EmptyValue,
  Page,
  PageHeader,
  Phone,
  Time,
  usePermission,
  useTexts,
  type Column,
} from '@wasla/sdk/admin'
import type { Customer } from './components/customer.ts'
import { StageName, useSalesStages, useStageOptions, type SalesStage } from './components/sales-stages.tsx'

type Texts = ReturnType<typeof useTexts>

const columns = (t: Texts, stages: readonly SalesStage[]): Column<Customer>[] => [
  {
    id: 'companyName',
    header: t('customer.companyName'),
    narrow: 'title',
    sort: { ascending: 'name' },
    cell: (row) => row.companyName,
    csv: 'companyName',
  },
  {
    id: 'contactName',
    header: t('customer.contactName'),
    narrow: 'detail',
    cell: (row) => row.contactName ?? <EmptyValue />,
    csv: 'contactName',
  },
  {
    id: 'stage',
    header: t('customer.stage'),
    narrow: 'detail',
    cell: (row) => (row.stageId === null ? <EmptyValue /> : <StageName id={row.stageId} stages={stages} />),
  },
  {
    id: 'email',
    header: t('customer.email'),
    optional: true,
    cell: (row) => row.email ?? <EmptyValue />,
    csv: 'email',
  },
  {
    id: 'phone',
    header: t('customer.phone'),
    cell: (row) => (row.phone === null ? (row.phoneRaw ?? <EmptyValue />) : <Phone number={row.phone} />),
    csv: ['phone', 'phoneRaw'],
  },
  {
    id: 'city',
    header: t('customer.city'),
    cell: (row) => row.city ?? <EmptyValue />,
    csv: 'city',
  },
  {
    id: 'country',
    header: t('customer.country'),
    narrow: 'detail',
    cell: (row) => row.country ?? <EmptyValue />,
    csv: 'country',
  },
  {
    id: 'createdAt',
    header: t('customer.createdAt'),
    sort: { descending: 'newest' },
    cell: (row) => <Time value={row.createdAt} />,
    csv: 'createdAt',
  },
]

/** All customers of the organization. */
export function CustomersPage() {
  const t = useTexts()
  const mayWrite = usePermission('crm.customers.write')
  const mayImport = usePermission('crm.imports.write')
  const stages = useSalesStages()
  const stageOptions = useStageOptions()
  const actions = (
    <>
      {mayImport && (
        <ButtonLink to="/crm/customers/import" icon="upload">
          {t('import.title')}
        </ButtonLink>
      )}
      {mayWrite && (
        <ButtonLink to="/crm/customers/new" icon="plus" variant="primary">
          {t('customers.new')}
        </ButtonLink>
      )}
    </>
  )
  return (
    <Page>
      <PageHeader title={t('customers.title')} actions={actions} />
      <DataTable<Customer>
        id="crm.customers"
        label={t('customers.title')}
        endpoint="/crm/customers"
        columns={columns(t, stages)}
        filters={[{ id: 'stageId', label: t('customer.stage'), options: stageOptions }]}
        searchable
        endless
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/crm/customers/${id}`}
        empty={
          <EmptyState
            icon="contact"
            title={t('customers.empty')}
            description={t('customers.empty-hint')}
            action={actions}
          />
        }
      />
    </Page>
  )
}
