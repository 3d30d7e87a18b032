import {
  Badge,
  Button,
  ConfirmChange,
  ListCard,
  Switch,
  toast,
  useApi,
  useChange,
  type Change,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProviderDialog } from './provider-dialog.tsx'

const PATH = '/organization/sign-in-providers'

export interface SignInProvider {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly emailDomains: readonly string[]
  readonly role: string
  readonly enabled: boolean
  /** What to enter at the provider. */
  readonly redirectUri: string
}

/** Accounts of the organization's own, by OpenID Connect, that sign its people in. */
export function SignInProviders({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation('wasla')
  const providers = useApi<{ items: SignInProvider[] }>(PATH)
  const change = useChange([PATH])
  const [editing, setEditing] = useState<SignInProvider | 'new'>()
  const [removing, setRemoving] = useState<SignInProvider>()
  const send = (order: Change, done: string): void =>
    change.mutate(order, {
      onSuccess: () => toast.success(done),
      onError: (error) => toast.error(error),
    })
  return (
    <ListCard
      title={t('providers.title')}
      list={providers}
      itemKey={({ id }) => id}
      empty={t('providers.empty')}
      actions={
        !readOnly && (
          <Button size="small" icon="plus" onClick={() => setEditing('new')}>
            {t('providers.add')}
          </Button>
        )
      }
      row={(provider) => (
        <>
          <span className="min-w-0 flex-1 basis-60">
            <span className="flex flex-wrap items-center gap-2">
              <bdi className="font-medium">{provider.name}</bdi>
              {provider.emailDomains.map((domain) => (
                <Badge key={domain}>
                  <bdi dir="ltr">@{domain}</bdi>
                </Badge>
              ))}
            </span>
            <bdi dir="ltr" className="block truncate text-sm text-ink-muted">
              {provider.redirectUri}
            </bdi>
          </span>
          {!readOnly && (
            <>
              <Switch
                aria-label={t('providers.enabled', { provider: provider.name })}
                checked={provider.enabled}
                disabled={change.isPending}
                onCheckedChange={(enabled) =>
                  send(
                    { method: 'PATCH', path: `${PATH}/${provider.id}`, body: { enabled } },
                    t('account.saved'),
                  )
                }
              />
              <Button
                size="small"
                variant="quiet"
                aria-label={t('providers.edit', { provider: provider.name })}
                onClick={() => setEditing(provider)}
              >
                {t('edit')}
              </Button>
              <Button size="small" variant="quiet" onClick={() => setRemoving(provider)}>
                {t('account.remove')}
              </Button>
            </>
          )}
        </>
      )}
    >
      {editing !== undefined && (
        <ProviderDialog
          provider={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing !== undefined && (
        <ConfirmChange
          title={t('providers.remove-title', { provider: removing.name })}
          description={t('providers.remove-hint')}
          action={t('account.remove')}
          dangerous
          change={{ method: 'DELETE', path: `${PATH}/${removing.id}` }}
          refresh={[PATH]}
          said={() => t('providers.removed')}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </ListCard>
  )
}
