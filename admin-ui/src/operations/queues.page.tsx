import { Button, DataTable, EmptyState, Page, PageHeader, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameColumn } from '../layout/name-column.tsx'
import { useFigureColumns } from './columns.tsx'
import { QueueTotals } from './queue-totals.tsx'
import { RedriveDialog } from './redrive-dialog.tsx'
import type { QueueReport } from './report.ts'

/** Where work waits, on the whole platform. */
export function QueuesPage() {
  const { t } = useTranslation('wasla')
  const { count, behind } = useFigureColumns()
  const [redriving, setRedriving] = useState<QueueReport>()
  const columns: Column<QueueReport>[] = [
    nameColumn('queue', t('operations.queue'), ({ queue }) => queue),
    count('waiting', true),
    count('running'),
    count('parked'),
    count('dead', true),
    behind(),
  ]
  return (
    <Page>
      <PageHeader title={t('operations.queues')} description={t('operations.queues-hint')} />
      <QueueTotals />
      <DataTable<QueueReport>
        id="platform.operator.queues"
        label={t('operations.queues')}
        endpoint="/operator/queues"
        whole
        columns={columns}
        rowKey={({ queue }) => queue}
        rowLink={({ queue }) => `/operations/jobs?job=${encodeURIComponent(queue)}`}
        rowActions={(queue) =>
          queue.dead > 0 && (
            <Button size="small" icon="redo" onClick={() => setRedriving(queue)}>
              {t('jobs.redrive')}
            </Button>
          )
        }
        empty={
          <EmptyState
            icon="inbox"
            title={t('operations.no-queues')}
            description={t('operations.no-queues-hint')}
          />
        }
      />
      {redriving !== undefined && (
        <RedriveDialog
          which={{ job: redriving.queue }}
          name={redriving.queue}
          count={redriving.dead}
          onClose={() => setRedriving(undefined)}
        />
      )}
    </Page>
  )
}
