import {
  Button,
  callApi,
  Card,
  ErrorState,
  Icon,
  IconButton,
  SkeletonLines,
  Time,
  toast,
  useApi,
  useChange,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmPassword } from './confirm-password.tsx'
import { RenamePasskey } from './rename-passkey.tsx'

interface Passkey {
  readonly id: string
  readonly name: string
  readonly backedUp: boolean
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** A name by which people know the device they sit at. */
function deviceName(): string {
  const { userAgent } = navigator
  const system = ['iPhone', 'iPad', 'Android', 'Mac', 'Windows', 'Linux'].find((name) =>
    userAgent.includes(name),
  )
  return system ?? location.hostname
}

/** Ways to sign in without a password. */
export function Passkeys() {
  const { t } = useTranslation('wasla')
  const passkeys = useApi<{ items: Passkey[] }>('/users/me/passkeys')
  const change = useChange(['/users/me'])
  const [asking, setAsking] = useState<'add' | Passkey>()
  const [renaming, setRenaming] = useState<Passkey>()

  const add = async (currentPassword: string): Promise<void> => {
    const { options } = await callApi<{ options: object }>('POST', '/users/me/passkeys/options', {
      body: { currentPassword },
    })
    const { startRegistration } = await import('@simplewebauthn/browser')
    const credential = await startRegistration({ optionsJSON: options as never })
    await change.mutateAsync({
      method: 'POST',
      path: '/users/me/passkeys',
      body: { name: deviceName(), credential },
    })
    toast.success(t('passkeys.added'))
    setAsking(undefined)
  }
  const remove = async ({ id }: Passkey, currentPassword: string): Promise<void> => {
    await change.mutateAsync({
      method: 'POST',
      path: `/users/me/passkeys/${id}/remove`,
      body: { currentPassword },
    })
    toast.success(t('passkeys.removed'))
    setAsking(undefined)
  }
  return (
    <Card
      title={t('passkeys.title')}
      padded={false}
      actions={
        <Button size="small" icon="plus" onClick={() => setAsking('add')}>
          {t('passkeys.add')}
        </Button>
      }
    >
      {passkeys.isError && <ErrorState error={passkeys.error} onRetry={() => void passkeys.refetch()} />}
      {passkeys.isPending && <SkeletonLines lines={1} />}
      {passkeys.data?.items.length === 0 && <p className="p-4 text-ink-muted">{t('passkeys.hint')}</p>}
      <ul>
        {passkeys.data?.items.map((passkey) => (
          <li
            key={passkey.id}
            className="flex min-h-12 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <Icon name="fingerprint" className="text-ink-faint" />
            <span className="min-w-0 flex-1">
              <bdi className="font-medium">{passkey.name}</bdi>
              <span className="block text-sm text-ink-muted">
                {passkey.lastUsedAt === null ? (
                  t('passkeys.unused')
                ) : (
                  <>
                    {t('account.last-used')} <Time value={passkey.lastUsedAt} />
                  </>
                )}
              </span>
            </span>
            <IconButton
              icon="pencil"
              label={t('passkeys.rename', { name: passkey.name })}
              onClick={() => setRenaming(passkey)}
            />
            <Button size="small" variant="quiet" onClick={() => setAsking(passkey)}>
              {t('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {asking !== undefined && (
        <ConfirmPassword
          title={t(asking === 'add' ? 'passkeys.add' : 'passkeys.remove')}
          action={t(asking === 'add' ? 'passkeys.continue' : 'account.remove')}
          onConfirm={(password) => (asking === 'add' ? add(password) : remove(asking, password))}
          onClose={() => setAsking(undefined)}
        />
      )}
      {renaming !== undefined && <RenamePasskey passkey={renaming} onClose={() => setRenaming(undefined)} />}
    </Card>
  )
}
