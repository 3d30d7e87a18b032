import {
  Button,
  Card,
  ConfirmChange,
  Field,
  Input,
  Select,
  useApi,
  useFormat,
  useSession,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../members/member.ts'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import type { Organization } from './organization.ts'

const GRACE_DAYS = 30

function Step({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-4 first:border-t-0 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-sm text-ink-muted">{hint}</p>
      </div>
      {children}
    </div>
  )
}

type Asking = 'transfer' | 'delete'

/** What only an owner may do: handing the organization on, having it deleted. */
export function Ownership({ organization }: { organization: Organization }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const client = useQueryClient()
  const { user, role } = useSession()
  const owner = role === 'owner'
  const members = useApi<{ items: Member[] }>('/users', { limit: 100, status: 'active' }, { enabled: owner })
  const [asking, setAsking] = useState<Asking>()
  const [heir, setHeir] = useState('')
  const [typed, setTyped] = useState('')
  const others = (members.data?.items ?? []).filter(({ userId }) => userId !== user.id)
  const sending = {
    refresh: ['/organization', '/users'],
    onDone: () => void client.invalidateQueries({ queryKey: BOOTSTRAP_KEY }),
    onClose: () => setAsking(undefined),
  }
  return (
    <Card title={t('ownership.title')}>
      {owner && (
        <Step title={t('ownership.transfer')} hint={t('ownership.transfer-hint')}>
          <Button disabled={others.length === 0} onClick={() => setAsking('transfer')}>
            {t('ownership.transfer')}
          </Button>
        </Step>
      )}
      {owner && organization.deleteAfter === null && (
        <Step title={t('ownership.delete')} hint={t('ownership.delete-hint', { count: GRACE_DAYS })}>
          <Button variant="danger" onClick={() => setAsking('delete')}>
            {t('ownership.delete')}
          </Button>
        </Step>
      )}
      {asking === 'transfer' && (
        <ConfirmChange
          title={t('ownership.transfer')}
          description={t('ownership.transfer-hint')}
          action={t('ownership.hand-over')}
          dangerous
          disabled={heir === ''}
          change={{ method: 'POST', path: '/organization/ownership', body: { userId: heir } }}
          said={() => t('ownership.handed-over')}
          {...sending}
        >
          <Field label={t('ownership.heir')}>
            {(control) => (
              <Select {...control} value={heir} onChange={({ target }) => setHeir(target.value)}>
                <option value="">{t('ownership.choose')}</option>
                {others.map(({ userId, fullName, email }) => (
                  <option key={userId} value={userId}>
                    {`${fullName} (${email})`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </ConfirmChange>
      )}
      {asking === 'delete' && (
        <ConfirmChange
          title={t('ownership.delete-title', { organization: organization.name })}
          description={t('ownership.delete-hint', { count: GRACE_DAYS, days: format.number(GRACE_DAYS) })}
          action={t('ownership.delete')}
          dangerous
          disabled={typed !== organization.name}
          change={{ method: 'POST', path: '/organization/deletion', body: { confirmation: typed } }}
          said={() => t('ownership.will-be-deleted')}
          {...sending}
        >
          <Field label={t('modules.type-id', { id: `\u2068${organization.name}\u2069` })}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
        </ConfirmChange>
      )}
    </Card>
  )
}
