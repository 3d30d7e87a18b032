import { Button, Drawer, Field, Input, isApiProblem, Notice, problemText, useChange } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EventPicker } from './event-picker.tsx'
import { ALL_EVENTS, type Webhook } from './webhook.ts'

/** Where to, and of what: a new webhook, or another state of one. */
export function WebhookDrawer({
  webhook,
  onSaved,
  onClose,
}: {
  webhook?: Webhook
  /** @param secret of a new one, shown this once */
  onSaved: (secret: string | undefined) => void
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const [url, setUrl] = useState(webhook?.url ?? 'https://')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? [ALL_EVENTS])
  const save = useChange<Webhook & { secret?: string }>(['/webhooks'])
  const fields = isApiProblem(save.error) ? save.error.fields : []
  const wrong = (name: string): string | undefined =>
    fields.find(({ field }) => field === name) && save.error !== null ? problemText(save.error) : undefined
  const submit = (): void =>
    save.mutate(
      {
        method: webhook === undefined ? 'POST' : 'PATCH',
        path: webhook === undefined ? '/webhooks' : `/webhooks/${webhook.id}`,
        body: { url, description, events },
      },
      { onSuccess: ({ secret }) => onSaved(secret) },
    )
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(webhook === undefined ? 'webhooks.new' : 'webhooks.edit')}
      actions={
        <Button
          variant="primary"
          busy={save.isPending}
          disabled={events.length === 0 || !URL.canParse(url)}
          onClick={submit}
        >
          {t(webhook === undefined ? 'webhooks.create' : 'save')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        {save.isError && fields.length === 0 && <Notice tone="danger">{problemText(save.error)}</Notice>}
        <Field label={t('webhooks.url')} hint={t('webhooks.url-hint')} error={wrong('url')} required>
          {(control) => (
            <Input
              {...control}
              type="url"
              dir="ltr"
              value={url}
              onChange={({ target }) => setUrl(target.value)}
              autoFocus
            />
          )}
        </Field>
        <Field label={t('webhooks.description')} hint={t('webhooks.description-hint')}>
          {(control) => (
            <Input {...control} value={description} onChange={({ target }) => setDescription(target.value)} />
          )}
        </Field>
        <div>
          <p className="mb-1.5 text-sm font-medium">{t('webhooks.events')}</p>
          <EventPicker value={events} onChange={setEvents} />
        </div>
      </div>
    </Drawer>
  )
}
