import {
  Button,
  Card,
  ErrorState,
  Form,
  NumberField,
  SkeletonLines,
  TextField,
  Timeline,
  useApi,
  useChange,
  useFormat,
  usePermission,
  useTexts,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { newBookingSchema, type NewBooking } from '../contract/points.schema.ts'

interface Entry {
  readonly id: string
  readonly points: number
  readonly reason: string
  readonly createdAt: string
}

function BookingForm({ path, onDone }: { path: string; onDone: () => void }) {
  const t = useTexts()
  const change = useChange(['/loyalty'])
  const submit = async (body: NewBooking): Promise<void> => {
    await change.mutateAsync({ method: 'POST', path, body })
    onDone()
  }
  return (
    <div className="border-b border-line bg-surface p-4">
      <Form
        schema={newBookingSchema}
        defaultValues={{ points: 10, reason: '' }}
        submit={t('points.book')}
        onSubmit={submit}
        onCancel={onDone}
      >
        <div className="grid gap-5 sm:grid-cols-[10rem_1fr]">
          <NumberField name="points" label={t('points.points')} required />
          <TextField name="reason" label={t('points.reason')} autoComplete="off" required />
        </div>
      </Form>
    </div>
  )
}

/** On a customer's page: the ledger, and a form that gives points or takes some away. */
export function CustomerPoints({ customerId }: { customerId: string }) {
  const t = useTexts()
  const format = useFormat()
  const path = `/loyalty/customers/${customerId}/points`
  const mayWrite = usePermission('loyalty.points.write')
  const entries = useApi<{ items: Entry[] }>(path, { limit: 20 })
  const [booking, setBooking] = useState(false)
  const items = entries.data?.items.map(({ id, points, reason, createdAt }) => ({
    id,
    icon: points > 0 ? 'plus' : 'minus',
    title: `${format.number(points)} · ${reason}`,
    at: createdAt,
  }))
  return (
    <Card
      padded={false}
      title={t('points.title')}
      actions={
        mayWrite &&
        !booking && (
          <Button size="small" icon="plus" onClick={() => setBooking(true)}>
            {t('points.give')}
          </Button>
        )
      }
    >
      {booking && <BookingForm path={path} onDone={() => setBooking(false)} />}
      <div className="p-4">
        {entries.isError && <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />}
        {entries.isPending && <SkeletonLines />}
        {items?.length === 0 && <p className="text-ink-muted">{t('points.empty')}</p>}
        {items !== undefined && items.length > 0 && <Timeline label={t('points.title')} items={items} />}
      </div>
    </Card>
  )
}
