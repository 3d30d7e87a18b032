import {
  Card,
  DateTimeField,
  ErrorState,
  Form,
  SelectField,
  SkeletonLines,
  TextAreaField,
  TextField,
  Timeline,
  useApi,
  useChange,
  usePermission,
  useTexts,
  Button,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { ACTIVITY_ICONS } from './activity.ts'
import {
  activityKinds,
  newActivitySchema,
  type ActivityKind,
  type NewActivity,
} from '../../contract/activity.schema.ts'

interface Activity {
  readonly id: string
  readonly kind: ActivityKind
  readonly subject: string
  readonly body: string | null
  readonly occurredAt: string
}

function NewActivityForm({ path, onDone }: { path: string; onDone: () => void }) {
  const t = useTexts()
  const change = useChange([path])
  const submit = async (body: NewActivity): Promise<void> => {
    await change.mutateAsync({ method: 'POST', path, body })
    onDone()
  }
  return (
    <div className="border-b border-line bg-surface p-4">
      <Form
        schema={newActivitySchema}
        defaultValues={{ kind: 'note', subject: '', body: '' }}
        submit={t('activities.add')}
        onSubmit={submit}
        onCancel={onDone}
      >
        <div className="grid gap-5 sm:grid-cols-[10rem_1fr]">
          <SelectField
            name="kind"
            label={t('activities.kind')}
            options={activityKinds.map((kind) => ({ value: kind, label: t(`activities.kinds.${kind}`) }))}
          />
          <TextField name="subject" label={t('activities.subject')} autoComplete="off" required autoFocus />
        </div>
        <DateTimeField name="occurredAt" label={t('activities.when')} hint={t('activities.when-hint')} />
        <TextAreaField name="body" label={t('activities.body')} rows={3} />
      </Form>
    </div>
  )
}

/** What happened with a customer, and a form for what happens next. */
export function Activities({ customerId }: { customerId: string }) {
  const t = useTexts()
  const path = `/crm/customers/${customerId}/activities`
  const mayRead = usePermission('crm.activities.read')
  const mayWrite = usePermission('crm.activities.write')
  const activities = useApi<{ items: Activity[] }>(path, { limit: 50 }, { enabled: mayRead })
  const [adding, setAdding] = useState(false)
  if (!mayRead) return null
  const items = activities.data?.items.map(({ kind, subject, occurredAt, ...rest }) => ({
    ...rest,
    icon: ACTIVITY_ICONS[kind],
    title: subject,
    at: occurredAt,
  }))
  return (
    <Card
      padded={false}
      title={t('activities.title')}
      actions={
        mayWrite &&
        !adding && (
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            {t('activities.new')}
          </Button>
        )
      }
    >
      {adding && <NewActivityForm path={path} onDone={() => setAdding(false)} />}
      <div className="p-4">
        {activities.isError && (
          <ErrorState error={activities.error} onRetry={() => void activities.refetch()} />
        )}
        {activities.isPending && <SkeletonLines />}
        {items?.length === 0 && <p className="text-ink-muted">{t('activities.empty')}</p>}
        {items !== undefined && items.length > 0 && <Timeline label={t('activities.title')} items={items} />}
      </div>
    </Card>
  )
}
