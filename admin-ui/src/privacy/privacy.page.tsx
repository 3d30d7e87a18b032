import {
  Badge,
  Button,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  Time,
  usePermission,
  type Column,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
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
      cell: ({ subject }) => personOf(subject),
      csv: ({ subject }) => personOf(subject),
    },
    {
      id: 'kind',
      header: t('privacy.kind'),
      narrow: 'detail',
      cell: ({ kind }) => t(`privacy.kinds.${kind}`),
      csv: ({ kind }) => kind,
    },
    {
      id: 'status',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ status }) => <Badge tone={STATUS_TONES[status]}>{t(`privacy.states.${status}`)}</Badge>,
      csv: ({ status }) => status,
    },
    {
      id: 'createdAt',
      header: t('privacy.asked'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
      csv: ({ createdAt }) => createdAt,
    },
  ]
  return (
    <Page>
      <PageHeader title={t('privacy.title')} description={t('privacy.hint')} actions={create} />
      <DataTable<PrivacyRequest>
        id="platform.privacy"
        label={t('privacy.title')}
        endpoint="/privacy/requests"
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => setOpen(id)}
        empty={
          <EmptyState
            icon="shield"
            title={t('privacy.empty')}
            description={t('privacy.empty-hint')}
            action={create}
          />
        }
      />
      <Holds />
      {ordering && <RequestDialog onClose={() => setOrdering(false)} />}
      {open !== undefined && <RequestDrawer id={open} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}
