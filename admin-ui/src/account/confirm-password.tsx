import { Dialog, Form, TextField } from '@wasla/sdk/admin'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

const confirmation = z.object({ currentPassword: z.string().min(1) })

/** Asks for the password once more before something that protects the account is changed. */
export function ConfirmPassword({
  title,
  action,
  onConfirm,
  onClose,
}: {
  title: ReactNode
  action: ReactNode
  onConfirm: (currentPassword: string) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={t('account.confirm-hint')}
    >
      <Form
        schema={confirmation}
        defaultValues={{ currentPassword: '' }}
        submit={action}
        onSubmit={({ currentPassword }) => onConfirm(currentPassword)}
        onCancel={onClose}
      >
        <TextField
          name="currentPassword"
          type="password"
          dir="ltr"
          label={t('account.current-password')}
          autoComplete="current-password"
          required
          autoFocus
        />
      </Form>
    </Dialog>
  )
}
