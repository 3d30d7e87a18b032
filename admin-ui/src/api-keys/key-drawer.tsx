import { Button, Drawer, Field, Input, problemText, Select, useChange } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PermissionGrid } from '../roles/permission-grid.tsx'

const DAYS = ['30', '90', '365'] as const
const DAY = 86_400_000

/** Name, end and permissions of a new key. */
export function KeyDrawer({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const [name, setName] = useState('')
  const [days, setDays] = useState<string>('90')
  const [permissions, setPermissions] = useState<readonly string[]>([])
  const make = useChange<{ key: string }>(['/api-keys'])
  const submit = (): void =>
    make.mutate(
      {
        method: 'POST',
        path: '/api-keys',
        body: {
          name,
          permissions,
          ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY).toISOString() }),
        },
      },
      { onSuccess: ({ key }) => onMade(key) },
    )
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('api-keys.new')}
      actions={
        <Button
          variant="primary"
          busy={make.isPending}
          disabled={name.trim() === '' || permissions.length === 0}
          onClick={submit}
        >
          {t('api-keys.make')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {make.isError && (
          <p
            role="alert"
            dir="auto"
            className="rounded-md bg-danger-soft px-3 py-2 text-start text-danger-strong"
          >
            {problemText(make.error)}
          </p>
        )}
        <Field label={t('api-keys.name')} hint={t('api-keys.name-hint')} required>
          {(control) => (
            <Input {...control} value={name} onChange={({ target }) => setName(target.value)} autoFocus />
          )}
        </Field>
        <Field label={t('api-keys.expires')}>
          {(control) => (
            <Select {...control} value={days} onChange={({ target }) => setDays(target.value)}>
              {DAYS.map((value) => (
                <option key={value} value={value}>
                  {t('api-keys.in-days', { count: Number(value) })}
                </option>
              ))}
              <option value="">{t('api-keys.no-end')}</option>
            </Select>
          )}
        </Field>
        <div>
          <p className="mb-1.5 text-sm font-medium">{t('api-keys.permissions')}</p>
          <PermissionGrid value={permissions} own={false} onChange={setPermissions} />
        </div>
      </div>
    </Drawer>
  )
}
