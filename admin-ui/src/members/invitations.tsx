import { Badge, Button, Card, CutText, Time, toast, useApi, useChange, usePermission } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Invitation } from './member.ts'
import { useRoleOptions } from './use-role-options.ts'

/** Who was asked in and has not come yet. Nothing is shown when there is nobody. */
export function Invitations() {
  const { t } = useTranslation('wasla')
  const { nameOf } = useRoleOptions()
  const mayWrite = usePermission('platform.users.write')
  const invitations = useApi<{ items: Invitation[] }>('/users/invitations', { limit: 100 })
  const change = useChange(['/users/invitations'])
  const waiting = (invitations.data?.items ?? []).filter(
    ({ status }) => status === 'open' || status === 'expired',
  )
  // What stands below would be pushed away.
  if (invitations.isPending) return <span data-waiting="" hidden />
  if (waiting.length === 0) return null
  const act = (method: 'POST' | 'DELETE', path: string, done: string): void =>
    change.mutate(
      { method, path },
      { onSuccess: () => toast.success(done), onError: (error) => toast.error(error) },
    )
  return (
    <Card title={t('members.invitations')} padded={false}>
      <ul>
        {waiting.map(({ id, email, role, status, expiresAt }) => (
          <li
            key={id}
            className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 first:border-t-0"
          >
            <span className="min-w-0 flex-1 basis-52 font-medium">
              <CutText>{email}</CutText>
            </span>
            <bdi className="text-sm text-ink-muted">{nameOf(role)}</bdi>
            {status === 'expired' ? (
              <Badge tone="warning">{t('members.expired')}</Badge>
            ) : (
              <span className="text-sm text-ink-muted">
                {t('members.expires')} <Time value={expiresAt} />
              </span>
            )}
            {mayWrite && (
              <span className="flex gap-1">
                <Button
                  size="small"
                  onClick={() => act('POST', `/users/invitations/${id}/resend`, t('members.sent-again'))}
                >
                  {t('members.send-again')}
                </Button>
                <Button
                  size="small"
                  variant="quiet"
                  onClick={() => act('DELETE', `/users/invitations/${id}`, t('members.revoked'))}
                >
                  {t('members.revoke')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
