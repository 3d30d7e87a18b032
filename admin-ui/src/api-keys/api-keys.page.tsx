import {
  Badge,
  Button,
  ConfirmChange,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  Time,
  usePermission,
  type Column,
  type Tone,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KeyDrawer } from './key-drawer.tsx'
import { SecretDialog } from '../secrets/secret-dialog.tsx'

interface ApiKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly status: 'active' | 'expired' | 'revoked'
  readonly createdBy: string | null
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

const TONES: Readonly<Record<ApiKey['status'], Tone>> = {
  active: 'success',
  expired: 'warning',
  revoked: 'neutral',
}

/** Keys by which programs use the API in the organization's name. */
export function ApiKeysPage() {
  const { t } = useTranslation('wasla')
  const mayWrite = usePermission('platform.api-keys.write')
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [revoking, setRevoking] = useState<ApiKey>()
  const columns: Column<ApiKey>[] = [
    { id: 'name', header: t('api-keys.name'), narrow: 'title', cell: ({ name }) => name },
    {
      id: 'prefix',
      header: t('api-keys.key'),
      cell: ({ prefix }) => (
        <bdi dir="ltr" className="font-mono text-sm text-ink-muted">
          {prefix}…
        </bdi>
      ),
    },
    {
      id: 'status',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ status }) => <Badge tone={TONES[status]}>{t(`api-keys.states.${status}`)}</Badge>,
    },
    {
      id: 'lastUsedAt',
      header: t('api-keys.last-used'),
      narrow: 'detail',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('api-keys.never') : <Time value={lastUsedAt} />),
    },
    {
      id: 'expiresAt',
      header: t('api-keys.expires'),
      cell: ({ expiresAt }) =>
        expiresAt === null ? t('api-keys.no-end') : <Time value={expiresAt} show="date" />,
    },
  ]
  const create = mayWrite && (
    <Button variant="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('api-keys.new')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('api-keys.title')} description={t('api-keys.hint')} actions={create} />
      <DataTable<ApiKey>
        id="platform.api-keys"
        label={t('api-keys.title')}
        endpoint="/api-keys"
        columns={columns}
        rowKey={({ id }) => id}
        rowActions={
          mayWrite
            ? (key) =>
                key.status === 'active' && (
                  <Button size="small" variant="quiet" onClick={() => setRevoking(key)}>
                    {t('api-keys.revoke')}
                  </Button>
                )
            : undefined
        }
        empty={
          <EmptyState
            icon="key"
            title={t('api-keys.empty')}
            description={t('api-keys.empty-hint')}
            action={create}
          />
        }
      />
      {making && (
        <KeyDrawer
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false)
            setSecret(key)
          }}
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title={t('api-keys.made')}
          hint={t('api-keys.made-hint')}
          label={t('api-keys.key')}
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
      {revoking !== undefined && (
        <ConfirmChange
          title={t('api-keys.revoke-title', { name: revoking.name })}
          description={t('api-keys.revoke-hint')}
          action={t('api-keys.revoke')}
          dangerous
          change={{ method: 'DELETE', path: `/api-keys/${revoking.id}` }}
          refresh={['/api-keys']}
          said={() => t('api-keys.revoked')}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </Page>
  )
}
