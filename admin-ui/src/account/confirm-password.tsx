import { Dialog, Form } from '@wasla/sdk/admin'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { CurrentPasswordField, currentPassword } from './current-password-field.tsx'

const confirmation = z.object(currentPassword)

/** Asks for the password once more before something that protects the account is changed. */
export function ConfirmPassword({
  title,
  action,
  onConfirm,
  onClose,
}: {
  title: ReactNode
  action: ReactNode
  onConfirm: (password: string) => Promise<unknown>
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
        onSubmit={(values) => onConfirm(values.currentPassword)}
        onCancel={onClose}
      >
        <CurrentPasswordField autoFocus />
      </Form>
    </Dialog>
  )
}
