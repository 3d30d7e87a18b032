import { Button, Card, callApi, SkeletonLines, Time, toast, useApi, useChange } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmPassword } from './confirm-password.tsx'

interface Identity {
  readonly provider: string
  readonly name: string
  readonly email: string | null
  readonly lastUsedAt: string | null
}

interface Asking {
  readonly key: string
  readonly linked: boolean
}

/** Accounts elsewhere that sign the person in; nothing where no provider is configured. */
export function Identities() {
  const { t } = useTranslation('wasla')
  const identities = useApi<{ items: Identity[] }>('/users/me/identities')
  const providers = useApi<{ items: { key: string; name: string }[] }>('/auth/providers')
  const change = useChange(['/users/me'])
  const [asking, setAsking] = useState<Asking>()
  const linked = identities.data?.items ?? []
  const offered = (providers.data?.items ?? []).filter(
    ({ key }) => !linked.some(({ provider }) => provider === key),
  )
  if (identities.isSuccess && linked.length === 0 && offered.length === 0) return null
  const confirm = async ({ key, linked: present }: Asking, currentPassword: string): Promise<void> => {
    const path = `/users/me/identities/${encodeURIComponent(key)}`
    if (present) {
      await change.mutateAsync({ method: 'POST', path: `${path}/remove`, body: { currentPassword } })
      toast.success(t('identities.unlinked'))
      setAsking(undefined)
      return
    }
    const { url } = await callApi<{ url: string }>('POST', path, {
      body: { currentPassword, returnTo: '/admin/account' },
    })
    location.assign(url)
  }
  return (
    <Card title={t('identities.title')} padded={false}>
      {identities.isPending && <SkeletonLines lines={1} />}
      <ul>
        {linked.map(({ provider, name, email, lastUsedAt }) => (
          <li
            key={provider}
            className="flex min-h-12 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <span className="min-w-0 flex-1">
              <bdi className="font-medium">{name}</bdi>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
                {email !== null && <bdi>{email}</bdi>}
                {lastUsedAt !== null && <Time value={lastUsedAt} />}
              </span>
            </span>
            <Button size="small" variant="quiet" onClick={() => setAsking({ key: provider, linked: true })}>
              {t('account.remove')}
            </Button>
          </li>
        ))}
        {offered.map(({ key, name }) => (
          <li
            key={key}
            className="flex min-h-12 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <bdi className="min-w-0 flex-1 font-medium">{name}</bdi>
            <Button size="small" icon="link" onClick={() => setAsking({ key, linked: false })}>
              {t('identities.link')}
            </Button>
          </li>
        ))}
      </ul>
      {asking !== undefined && (
        <ConfirmPassword
          title={t(asking.linked ? 'identities.unlink' : 'identities.link')}
          action={t(asking.linked ? 'account.remove' : 'passkeys.continue')}
          onConfirm={(password) => confirm(asking, password)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Card>
  )
}
