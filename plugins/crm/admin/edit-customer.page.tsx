import { useNavigate } from '@tanstack/react-router'
import {
  ErrorState,
  Page,
  PageHeader,
  SkeletonLines,
  toast,
  useApi,
  useChange,
  usePathParameters,
  useTexts,
} from '@wasla/sdk/admin'
import type { NewCustomer } from '../contract/customer.schema.ts'
import { CustomerForm } from './components/customer-form.tsx'
import type { Customer } from './components/customer.ts'

export function EditCustomerPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { id = '' } = usePathParameters()
  const path = `/crm/customers/${id}`
  const customer = useApi<Customer>(path)
  const change = useChange<Customer>(['/crm/customers'])
  if (customer.isError) return <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
  if (customer.data === undefined) return <SkeletonLines />
  const { companyName, version } = customer.data
  const submit = async (body: NewCustomer): Promise<void> => {
    await change.mutateAsync({ method: 'PATCH', path, body, ifMatch: version })
    toast.success(t('customers.saved'))
    await navigate({ to: path })
  }
  return (
    <Page narrow>
      <PageHeader title={t('customers.edit')} back={{ to: path, label: companyName }} />
      <CustomerForm
        customer={customer.data}
        submit={t('customers.save')}
        onSubmit={submit}
        onCancel={() => void navigate({ to: path })}
      />
    </Page>
  )
}
