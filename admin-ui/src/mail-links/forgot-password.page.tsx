import { callApi, Form, TextField } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DoorCard } from './door-card.tsx'

const forgotten = z.object({ email: z.email() })

/** Asks for a link to a new password. The answer is the same whether or not there is such an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('wasla')
  const [sent, setSent] = useState(false)
  return (
    <DoorCard title={t('forgot.title')} hint={t(sent ? 'forgot.sent' : 'forgot.hint')}>
      {sent ? undefined : (
        <Form
          schema={forgotten}
          defaultValues={{ email: '' }}
          submit={t('forgot.send')}
          onSubmit={async (body) => {
            await callApi('POST', '/auth/forgot-password', { body })
            setSent(true)
          }}
        >
          <TextField
            name="email"
            type="email"
            dir="ltr"
            label={t('sign-in.email')}
            autoComplete="username"
            required
            autoFocus
          />
        </Form>
      )}
    </DoorCard>
  )
}
