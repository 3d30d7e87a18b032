import { Dialog, Form, SelectField, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { newRequest } from './privacy-request.ts'

/** Orders all that is held about a person, or that they are forgotten. */
export function RequestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const order = useChange(['/privacy'])
  const submit = async ({ kind, email, phone }: z.output<typeof newRequest>): Promise<void> => {
    const subject = { ...(email === null ? {} : { email }), ...(phone === null ? {} : { phone }) }
    await order.mutateAsync({ method: 'POST', path: '/privacy/requests', body: { kind, subject } })
    toast.success(t('privacy.ordered'))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('privacy.new')}
      description={t('privacy.new-hint')}
    >
      <Form
        schema={newRequest}
        defaultValues={{ kind: 'export', email: '', phone: '' }}
        submit={t('privacy.order')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <SelectField
          name="kind"
          label={t('privacy.kind')}
          options={(['export', 'erase'] as const).map((value) => ({
            value,
            label: t(`privacy.kinds.${value}`),
          }))}
        />
        <TextField name="email" type="email" dir="ltr" label={t('sign-in.email')} />
        <TextField name="phone" type="tel" dir="ltr" label={t('privacy.phone')} placeholder="+966501234567" />
      </Form>
    </Dialog>
  )
}
