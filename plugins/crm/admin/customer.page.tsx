import { useNavigate } from '@tanstack/react-router'
import {
  ButtonLink,
  Card,
  ConfirmDialog,
  DetailList,
  DetailPage,
  Email,
  ErrorPage,
  IconButton,
  Menu,
  MenuItem,
  Phone,
  SkeletonLines,
  Slot,
  Time,
  toast,
  useApi,
  useChange,
  usePathParameters,
  usePermission,
  useTexts,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { Activities } from './components/activities.tsx'
import type { Customer } from './components/customer.ts'
import { StageBadge } from './components/sales-stages.tsx'

function Facts({ customer }: { customer: Customer }) {
  const t = useTexts()
  return (
    <Card title={t('customer.about')}>
      <DetailList
        items={[
          [t('customer.contactName'), customer.contactName],
          [t('customer.contactTitle'), customer.contactTitle],
          [t('customer.email'), customer.email === null ? null : <Email address={customer.email} />],
          [
            t('customer.phone'),
            customer.phone === null ? customer.phoneRaw : <Phone number={customer.phone} />,
          ],
          [t('customer.address'), customer.address],
          [t('customer.city'), [customer.city, customer.postalCode].filter(Boolean).join(' ')],
          [t('customer.region'), customer.region],
          [t('customer.country'), customer.country],
          [
            t('customer.externalId'),
            customer.externalId === null ? null : (
              <bdi className="font-mono text-sm">{customer.externalId}</bdi>
            ),
          ],
          [t('customer.createdAt'), <Time key="created" value={customer.createdAt} show="date" />],
        ]}
      />
    </Card>
  )
}

function CustomerActions({ customer }: { customer: Customer }) {
  const t = useTexts()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const change = useChange(['/crm/customers'])
  const remove = async (): Promise<void> => {
    try {
      await change.mutateAsync({
        method: 'DELETE',
        path: `/crm/customers/${customer.id}`,
        ifMatch: customer.version,
      })
      toast.success(t('customers.deleted', { name: customer.companyName }))
      await navigate({ to: '/crm/customers' })
    } catch (error) {
      setAsking(false)
      toast.error(error)
    }
  }
  return (
    <>
      <ButtonLink to={`/crm/customers/${customer.id}/edit`} icon="pencil">
        {t('customers.edit')}
      </ButtonLink>
      <Menu trigger={<IconButton icon="more" variant="secondary" label={t('customers.more')} />}>
        <MenuItem icon="trash" danger onSelect={() => setAsking(true)}>
          {t('customers.delete')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('customers.delete-title', { name: customer.companyName })}
        description={t('customers.delete-hint')}
        action={t('customers.delete')}
        dangerous
        busy={change.isPending}
        onConfirm={() => void remove()}
      />
    </>
  )
}

/** One customer: what happened, what is known, and what other modules have to say in `crm.customer.detail/v1`. */
export function CustomerPage() {
  const t = useTexts()
  const { id = '' } = usePathParameters()
  const mayWrite = usePermission('crm.customers.write')
  const customer = useApi<Customer>(`/crm/customers/${id}`)
  if (customer.isError) return <ErrorPage error={customer.error} onRetry={() => void customer.refetch()} />
  if (customer.data === undefined) return <SkeletonLines lines={8} />
  return (
    <DetailPage
      title={customer.data.companyName}
      back={{ to: '/crm/customers', label: t('customers.title') }}
      beside={<StageBadge id={customer.data.stageId} />}
      actions={mayWrite && <CustomerActions customer={customer.data} />}
      aside={<Facts customer={customer.data} />}
    >
      <Slot
        name="crm.customer.detail/v1"
        given={{ customerId: id, companyName: customer.data.companyName }}
      />
      <Activities customerId={id} />
    </DetailPage>
  )
}
