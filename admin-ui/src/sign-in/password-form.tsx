import { Button, callApi, Field, Input, problemText } from '@wasla/sdk/admin'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './refusal.tsx'
import { follow, type SignInAnswer, type SignInProps } from './sign-in-answer.ts'

export function PasswordForm(props: SignInProps) {
  const { t } = useTranslation('wasla')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    setFailure(undefined)
    try {
      await follow(await callApi<SignInAnswer>('POST', '/auth/login', { body: { email, password } }), props)
    } catch (error) {
      setFailure(problemText(error))
      setBusy(false)
    }
  }
  return (
    <form noValidate onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4">
      <Field label={t('sign-in.email')}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            dir="ltr"
            autoComplete="username webauthn"
            required
            autoFocus
          />
        )}
      </Field>
      <Field label={t('sign-in.password')}>
        {(control) => (
          <Input
            {...control}
            name="password"
            type="password"
            dir="ltr"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      {failure !== undefined && <Refusal>{failure}</Refusal>}
      <Button type="submit" variant="primary" size="large" busy={busy}>
        {t('sign-in.submit')}
      </Button>
    </form>
  )
}
