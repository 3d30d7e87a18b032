import { useNavigate } from '@tanstack/react-router'
import { Page, PageHeader, toast, useChange, useTexts } from '@wasla/sdk/admin'
import type { NewCustomer } from '../contract/customer.schema.ts'
import { CustomerForm } from './components/customer-form.tsx'
import type { Customer } from './components/customer.ts'

export function NewCustomerPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const create = useChange<Customer>(['/crm/customers'])
  const submit = async (body: NewCustomer): Promise<void> => {
    const { id, companyName } = await create.mutateAsync({ method: 'POST', path: '/crm/customers', body })
    toast.success(t('customers.created', { name: companyName }))
    await navigate({ to: `/crm/customers/${id}` })
  }
  return (
    <Page narrow>
      <PageHeader title={t('customers.new')} back={{ to: '/crm/customers', label: t('customers.title') }} />
      <CustomerForm
        submit={t('customers.create')}
        onSubmit={submit}
        onCancel={() => void navigate({ to: '/crm/customers' })}
      />
    </Page>
  )
}
