import { callApi, Form, TextField, toast } from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DoorCard } from './door-card.tsx'
import { mailedToken } from './mailed-token.ts'

const chosen = z.object({ password: z.string().min(8).max(128) })

/** A new password by a mailed link. */
export function ResetPasswordPage() {
  const { t } = useTranslation('wasla')
  const navigate = useNavigate()
  const [token] = useState(mailedToken)
  return (
    <DoorCard title={t('reset.title')} hint={t('reset.hint')}>
      <Form
        schema={chosen}
        defaultValues={{ password: '' }}
        submit={t('save')}
        onSubmit={async ({ password }) => {
          await callApi('POST', '/auth/reset-password', { body: { token, password } })
          toast.success(t('account.password-changed'))
          await navigate({ to: '/sign-in' })
        }}
      >
        <TextField
          name="password"
          type="password"
          dir="ltr"
          label={t('account.new-password')}
          hint={t('setup.password-hint')}
          autoComplete="new-password"
          required
          autoFocus
        />
      </Form>
    </DoorCard>
  )
}
