import { Card, Form, TextField, toast, useChange } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { CurrentPasswordField, currentPassword } from './current-password-field.tsx'

const passwords = z.object({ ...currentPassword, password: z.string().min(8).max(128) })

/** A new password; every other session ends with the old one. */
export function PasswordCard() {
  const { t } = useTranslation('wasla')
  const change = useChange(['/users/me'])
  const [changes, setChanges] = useState(0)
  const submit = async (body: z.output<typeof passwords>): Promise<void> => {
    await change.mutateAsync({ method: 'PUT', path: '/users/me/password', body })
    toast.success(t('account.password-changed'))
    setChanges(changes + 1)
  }
  return (
    <Card title={t('sign-in.password')}>
      <Form
        key={changes}
        schema={passwords}
        defaultValues={{ currentPassword: '', password: '' }}
        submit={t('account.change-password')}
        onSubmit={submit}
      >
        <CurrentPasswordField />
        <TextField
          name="password"
          type="password"
          dir="ltr"
          label={t('account.new-password')}
          hint={t('account.password-hint')}
          autoComplete="new-password"
          required
        />
      </Form>
    </Card>
  )
}
