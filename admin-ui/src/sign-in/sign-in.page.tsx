import { Button, callApi, Card, Field, Icon, Input, problemText } from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'

/** E-mail and password. */
export function SignInPage() {
  const { t } = useTranslation('wasla')
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    document.title = `${t('sign-in.title')} · Wasla`
  }, [t])

  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    setFailure(undefined)
    try {
      await callApi('POST', '/auth/login', { body: { email, password } })
      // The front door sees who is in, and leads on.
      await client.resetQueries({ queryKey: BOOTSTRAP_KEY })
    } catch (error) {
      setFailure(problemText(error))
      setBusy(false)
    }
  }
  return (
    <div className="w-full max-w-sm animate-appear">
      <h1 className="mb-1 text-center text-2xl font-semibold tracking-tight">{t('sign-in.title')}</h1>
      <p className="mb-6 text-center text-ink-muted">{t('sign-in.hint')}</p>
      <Card>
        <form noValidate onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4 p-1">
          <Field label={t('sign-in.email')}>
            {(control) => (
              <Input
                {...control}
                name="email"
                type="email"
                dir="ltr"
                autoComplete="username"
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
          {failure !== undefined && (
            <p
              role="alert"
              dir="auto"
              className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-start text-danger-strong"
            >
              <Icon name="alert" className="mt-0.5" />
              {failure}
            </p>
          )}
          <Button type="submit" variant="primary" size="large" busy={busy}>
            {t('sign-in.submit')}
          </Button>
        </form>
      </Card>
      <p className="mt-5 text-center text-sm text-ink-muted">
        {t('sign-in.new')}{' '}
        <Link to="/setup" className="font-medium text-accent-strong hover:underline">
          {t('sign-in.create')}
        </Link>
      </p>
    </div>
  )
}
