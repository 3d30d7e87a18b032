import { Button, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { nameColumn } from '../layout/name-column.tsx'
import { useFigureColumns } from './columns.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import type { SubscriberReport } from './report.ts'

/** Who hears which event, and how far behind. */
export function SubscribersPage() {
  const { t } = useTranslation('wasla')
  const { count, behind } = useFigureColumns()
  const [replaying, setReplaying] = useState<string>()
  const columns: Column<SubscriberReport>[] = [
    nameColumn('subscriber', t('operations.subscriber'), ({ subscriber }) => subscriber),
    {
      id: 'event',
      header: t('jobs.event'),
      narrow: 'detail',
      cell: ({ event }) => <bdi className="font-mono text-sm">{event}</bdi>,
      csv: 'event',
    },
    count('waiting'),
    count('parked'),
    count('dead', true),
    behind(),
  ]
  return (
    <ListPage<SubscriberReport>
      title={t('operations.subscribers')}
      hint={t('operations.subscribers-hint')}
      empty={{
        icon: 'send',
        title: t('operations.no-subscribers'),
        hint: t('operations.no-subscribers-hint'),
      }}
      id="platform.operator.subscribers"
      endpoint="/operator/subscribers"
      whole
      columns={columns}
      rowKey={({ subscriber }) => subscriber}
      rowActions={({ subscriber }) => (
        <Button size="small" variant="quiet" icon="history" onClick={() => setReplaying(subscriber)}>
          {t('operations.replay')}
        </Button>
      )}
    >
      {replaying !== undefined && (
        <ReplayDialog subscriber={replaying} onClose={() => setReplaying(undefined)} />
      )}
    </ListPage>
  )
}
