import {
  CutText,
  ErrorState,
  SkeletonLines,
  TextLink,
  Time,
  useApi,
  usePermission,
  useTexts,
} from '@wasla/sdk/admin'
import type { Customer } from './customer.ts'

/** The newest customers, for the dashboard. */
export function RecentCustomers() {
  const t = useTexts()
  const mayWrite = usePermission('crm.customers.write')
  const customers = useApi<{ items: Customer[] }>('/crm/customers', { limit: 5 })
  if (customers.isError) return <ErrorState error={customers.error} />
  if (customers.data === undefined) return <SkeletonLines lines={5} />
  if (customers.data.items.length === 0)
    return (
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 p-4 text-ink-muted">
        {t('customers.empty')}
        {mayWrite && <TextLink to="/crm/customers/new">{t('customers.new')}</TextLink>}
      </p>
    )
  return (
    <ul>
      {customers.data.items.map(({ id, companyName, createdAt }) => (
        <li
          key={id}
          className="flex h-11 items-center justify-between gap-3 border-t border-line px-4 first:border-t-0"
        >
          <TextLink to={`/crm/customers/${id}`} className="min-w-0 py-2 text-ink">
            <CutText>{companyName}</CutText>
          </TextLink>
          <span className="text-sm text-ink-faint">
            <Time value={createdAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
