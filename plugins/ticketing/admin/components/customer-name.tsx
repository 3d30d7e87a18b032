import { EmptyValue, TextLink, useApi, useModuleActive, usePermission } from '@wasla/sdk/admin'

/** The customer of a ticket, by name where the person may see it. */
export function CustomerName({ id }: { id: string | null }) {
  const readable = usePermission('crm.customers.read')
  const crm = useModuleActive('crm')
  const customer = useApi<{ companyName: string }>(
    `/crm/customers/${id}`,
    {},
    { enabled: id !== null && readable && crm },
  )
  if (id === null || customer.data === undefined) return <EmptyValue />
  return (
    <TextLink to={`/crm/customers/${id}`}>
      <bdi>{customer.data.companyName}</bdi>
    </TextLink>
  )
}
