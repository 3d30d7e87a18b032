import { Button, Card, Field, Input, Switch, TextLink, useSession } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuietHours } from './preferences.ts'

const NIGHT: QuietHours = { from: '22:00', until: '07:00' }

/** When nothing but the list itself may speak, by the person's own clock. */
export function QuietHoursCard({
  quietHours,
  busy,
  onChange,
}: {
  quietHours: QuietHours | null
  busy: boolean
  onChange: (quietHours: QuietHours | null) => void
}) {
  const { t } = useTranslation('wasla')
  const { user } = useSession()
  const [draft, setDraft] = useState(quietHours ?? NIGHT)
  return (
    <Card title={t('notifications.quiet')}>
      <label className="flex items-start justify-between gap-4">
        <span>
          <span className="block font-medium">{t('notifications.quiet-on')}</span>
          <span className="mt-0.5 block text-sm text-ink-muted">{t('notifications.quiet-hint')}</span>
        </span>
        <Switch
          checked={quietHours !== null}
          disabled={busy}
          onCheckedChange={(on) => onChange(on ? draft : null)}
        />
      </label>
      {quietHours !== null && (
        <div className="mt-4 flex flex-wrap items-end gap-4">
          {(['from', 'until'] as const).map((edge) => (
            <Field key={edge} label={t(`notifications.${edge}`)}>
              {(control) => (
                <Input
                  {...control}
                  type="time"
                  required
                  value={draft[edge]}
                  onChange={({ target }) => setDraft({ ...draft, [edge]: target.value })}
                />
              )}
            </Field>
          ))}
          <Button
            busy={busy}
            disabled={
              draft.from === '' ||
              draft.until === '' ||
              (draft.from === quietHours.from && draft.until === quietHours.until)
            }
            onClick={() => onChange(draft)}
          >
            {t('save')}
          </Button>
        </div>
      )}
      <p className="mt-4 text-sm text-ink-muted">
        {t('account.time-zone')}: <bdi dir="ltr">{user.timeZone}</bdi>{' '}
        <TextLink to="/account">{t('notifications.change-zone')}</TextLink>
      </p>
    </Card>
  )
}
