import { Time, useApi, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { nameColumn } from '../layout/name-column.tsx'
import { organizationColumn } from './columns.tsx'
import { EventDrawer } from './event-drawer.tsx'
import type { LoggedEvent, SubscriberReport } from './report.ts'

/** The event log of every organization. */
export function EventsPage() {
  const { t } = useTranslation('wasla')
  const [open, setOpen] = useState<LoggedEvent>()
  const heard = useApi<{ items: SubscriberReport[] }>('/operator/subscribers')
  const names = [...new Set(heard.data?.items.map(({ event }) => event))].toSorted()
  const columns: Column<LoggedEvent>[] = [
    nameColumn('name', t('jobs.event'), ({ name }) => name),
    organizationColumn(t('operations.organization')),
    {
      id: 'occurredAt',
      header: t('operations.happened'),
      narrow: 'detail',
      cell: ({ occurredAt }) => <Time value={occurredAt} show="date-time" />,
      csv: 'occurredAt',
    },
  ]
  return (
    <ListPage<LoggedEvent>
      title={t('operations.events')}
      hint={t('operations.events-hint')}
      empty={{ icon: 'zap', title: t('operations.no-events'), hint: t('operations.no-events-hint') }}
      id="platform.operator.events"
      endpoint="/operator/events"
      columns={columns}
      filters={[
        {
          id: 'name',
          label: t('operations.heard'),
          options: names.map((value) => ({ value, label: value })),
        },
      ]}
      rowKey={({ id }) => id}
      onOpen={setOpen}
    >
      {open !== undefined && <EventDrawer event={open} onClose={() => setOpen(undefined)} />}
    </ListPage>
  )
}
