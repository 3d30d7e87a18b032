import {
  DataTable,
  EmptyState,
  EmptyValue,
  Page,
  PageHeader,
  Time,
  useFormat,
  useTexts,
  type Column,
} from '@wasla/sdk/admin'

/** As it comes over the wire: moments are texts. */
interface Account {
  readonly id: string
  readonly customerId: string
  readonly companyName: string | null
  readonly balance: number
  readonly updatedAt: string
}

function Points({ value }: { value: number }) {
  return <>{useFormat().number(value)}</>
}

const columns = (t: ReturnType<typeof useTexts>): Column<Account>[] => [
  {
    id: 'companyName',
    header: t('accounts.customer'),
    narrow: 'title',
    cell: (row) => row.companyName ?? <EmptyValue />,
    csv: 'companyName',
  },
  {
    id: 'balance',
    header: t('accounts.balance'),
    numeric: true,
    narrow: 'detail',
    cell: (row) => <Points value={row.balance} />,
    csv: 'balance',
  },
  {
    id: 'updatedAt',
    header: t('accounts.updatedAt'),
    cell: (row) => <Time value={row.updatedAt} />,
    csv: 'updatedAt',
  },
]

/** Who has the most points; a row leads to the customer, where points are given. */
export function AccountsPage() {
  const t = useTexts()
  return (
    <Page>
      <PageHeader title={t('accounts.title')} />
      <DataTable<Account>
        id="loyalty.accounts"
        label={t('accounts.title')}
        endpoint="/loyalty/accounts"
        columns={columns(t)}
        rowKey={({ id }) => id}
        rowLink={({ customerId }) => `/crm/customers/${customerId}`}
        empty={<EmptyState icon="award" title={t('accounts.empty')} />}
      />
    </Page>
  )
}
