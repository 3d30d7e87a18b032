import { Badge, Button, Time, usePermission, type Column } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { Holds } from './holds.tsx'
import { personOf, STATUS_TONES, type PrivacyRequest } from './privacy-request.ts'
import { RequestDialog } from './request-dialog.tsx'
import { RequestDrawer } from './request-drawer.tsx'

/** What people asked to know or to have forgotten. */
export function PrivacyPage() {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.privacy.write')
  const [ordering, setOrdering] = useState(false)
  const [open, setOpen] = useState<string>()
  const create = mayWrite && (
    <Button variant="primary" icon="plus" onClick={() => setOrdering(true)}>
      {t('privacy.new')}
    </Button>
  )
  const columns: Column<PrivacyRequest>[] = [
    {
      id: 'person',
      header: t('privacy.person'),
      narrow: 'title',
      cell: ({ subject }) =>
        personOf(subject) || <span className="text-ink-muted">{t('privacy.forgotten')}</span>,
      csv: ['subject.email', 'subject.phone', 'subject.userId'],
    },
    {
      id: 'kind',
      header: t('privacy.kind'),
      narrow: 'detail',
      cell: ({ kind }) => t(`privacy.kinds.${kind}`),
      csv: 'kind',
    },
    {
      id: 'status',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ status }) => <Badge tone={STATUS_TONES[status]}>{t(`privacy.states.${status}`)}</Badge>,
      csv: 'status',
    },
    {
      id: 'createdAt',
      header: t('privacy.asked'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
      csv: 'createdAt',
    },
  ]
  return (
    <ListPage<PrivacyRequest>
      title={t('privacy.title')}
      hint={t('privacy.hint')}
      create={create}
      empty={{ icon: 'shield', title: t('privacy.empty'), hint: t('privacy.empty-hint') }}
      id="platform.privacy"
      endpoint="/privacy/requests"
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => setOpen(id)}
    >
      <Holds />
      {ordering && <RequestDialog onClose={() => setOrdering(false)} />}
      {open !== undefined && <RequestDrawer id={open} onClose={() => setOpen(undefined)} />}
    </ListPage>
  )
}
