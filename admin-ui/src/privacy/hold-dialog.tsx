import { Dialog, Form, TextAreaField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

const form = z
  .object({
    email: z.email().nullable(),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .nullable(),
    reason: z.string().trim().min(1).max(1_000),
    until: z.iso.date().nullable(),
  })
  .refine(({ email, phone }) => email !== null || phone !== null, { path: ['email'] })

/** Forbids that a person is forgotten, for a reason that stays on record. */
export function HoldDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const place = useChange(['/privacy'])
  const submit = async ({ email, phone, reason, until }: z.output<typeof form>): Promise<void> => {
    const subject = { ...(email === null ? {} : { email }), ...(phone === null ? {} : { phone }) }
    await place.mutateAsync({ method: 'POST', path: '/privacy/holds', body: { subject, reason, until } })
    toast.success(t('holds.placed'))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('holds.new')}
      description={t('holds.new-hint')}
    >
      <Form
        schema={form}
        defaultValues={{ email: '', phone: '', reason: '', until: '' }}
        submit={t('holds.place')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField name="email" type="email" dir="ltr" label={t('sign-in.email')} autoFocus />
        <TextField name="phone" type="tel" dir="ltr" label={t('privacy.phone')} placeholder="+966501234567" />
        <TextAreaField name="reason" label={t('holds.reason')} rows={3} required />
        <TextField name="until" type="date" label={t('holds.last-day')} hint={t('holds.last-day-hint')} />
      </Form>
    </Dialog>
  )
}
