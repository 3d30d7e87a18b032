import { DateTimeField, Dialog, Form, Notice, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

const form = z
  .object({ from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }) })
  .refine(({ from, until }) => new Date(from) < new Date(until), { path: ['until'] })

const HOUR = 3_600_000

/** Delivers what happened in a time to one subscriber once more. */
export function ReplayDialog({ subscriber, onClose }: { subscriber: string; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const replay = useChange<{ replayed: number }>(['/operator'])
  const submit = async (range: z.output<typeof form>): Promise<void> => {
    const { replayed } = await replay.mutateAsync({
      method: 'POST',
      path: '/operator/replays',
      body: { subscriber, ...range },
    })
    toast.success(t('operations.replayed', { count: replayed }))
    onClose()
  }
  const now = Date.now()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('operations.replay-title')}
      description={<bdi className="font-mono">{subscriber}</bdi>}
    >
      <Form
        schema={form}
        defaultValues={{ from: new Date(now - HOUR).toISOString(), until: new Date(now).toISOString() }}
        submit={t('operations.replay-confirm')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Notice tone="warning">{t('operations.replay-warning')}</Notice>
        <DateTimeField name="from" label={t('operations.from')} required />
        <DateTimeField name="until" label={t('operations.until')} required />
      </Form>
    </Dialog>
  )
}
