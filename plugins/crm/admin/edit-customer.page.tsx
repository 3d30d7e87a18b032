import { useNavigate } from '@tanstack/react-router'
import {
  ErrorPage,
  Page,
  PageHeader,
  SkeletonLines,
  toast,
  useApi,
  useChange,
  usePathParameters,
  useTexts,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import type { NewCustomer } from '../contract/customer.schema.ts'
import { CustomerForm } from './components/customer-form.tsx'
import type { Customer } from './components/customer.ts'

function EditCustomer({ customer }: { customer: Customer }) {
  const t = useTexts()
  const navigate = useNavigate()
  // What was opened is what is edited: a change made meanwhile has to be refused, so it may not slip into the version.
  const [opened] = useState(customer)
  const path = `/crm/customers/${customer.id}`
  const change = useChange<Customer>(['/crm/customers'])
  const submit = async (body: NewCustomer): Promise<void> => {
    await change.mutateAsync({ method: 'PATCH', path, body, ifMatch: opened.version })
    toast.success(t('customers.saved'))
    await navigate({ to: path })
  }
  return (
    <Page narrow>
      <PageHeader title={t('customers.edit')} back={{ to: path, label: opened.companyName }} />
      <CustomerForm
        customer={opened}
        submit={t('customers.save')}
        onSubmit={submit}
        onCancel={() => void navigate({ to: path })}
      />
    </Page>
  )
}

export function EditCustomerPage() {
  const { id = '' } = usePathParameters()
  const customer = useApi<Customer>(`/crm/customers/${id}`)
  if (customer.isError) return <ErrorPage error={customer.error} onRetry={() => void customer.refetch()} />
  if (customer.data === undefined) return <SkeletonLines />
  return <EditCustomer customer={customer.data} />
}
