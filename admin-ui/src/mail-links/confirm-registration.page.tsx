import { callApi, Form, TextField } from '@wasla/sdk/admin'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { DoorCard } from './door-card.tsx'
import { mailedToken } from './mailed-token.ts'

const chosen = z.object({ password: z.string().min(1).max(128) })

/** Completes a registration by a mailed link; the password shows that it was theirs. */
export function ConfirmRegistrationPage() {
  const { t } = useTranslation('wasla')
  const navigate = useNavigate()
  const [token] = useState(mailedToken)
  return (
    <DoorCard title={t('registration.title')} hint={t('registration.hint')}>
      <Form
        schema={chosen}
        defaultValues={{ password: '' }}
        submit={t('setup.continue')}
        onSubmit={async ({ password }) => {
          await callApi('POST', '/auth/confirm-registration', { body: { token, password } })
          await navigate({ to: '/', reloadDocument: true })
        }}
      >
        <TextField
          name="password"
          type="password"
          dir="ltr"
          label={t('sign-in.password')}
          autoComplete="current-password"
          required
          autoFocus
        />
      </Form>
    </DoorCard>
  )
}
