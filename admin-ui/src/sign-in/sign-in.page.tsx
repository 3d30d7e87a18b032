import { Card, problemText, ApiProblem } from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProviderButtons } from './provider-buttons.tsx'
import { Refusal } from './refusal.tsx'
import { returnedAnswer } from './returned-answer.ts'
import type { PendingSignIn } from './sign-in-answer.ts'

const SecondFactorForm = lazy(async () => ({
  default: (await import('./second-factor-form.tsx')).SecondFactorForm,
}))

/** E-mail and password, or a passkey; then, where the account or the organization asks for it, a second factor. */
export function SignInPage() {
  const { t } = useTranslation('wasla')
  const client = useQueryClient()
  const [returned] = useState(returnedAnswer)
  const [pending, setPending] = useState<PendingSignIn | undefined>(returned.pending)
  useEffect(() => {
    document.title = `${t('sign-in.title')} · Wasla`
  }, [t])
  // The front door sees who is in, and leads on.
  const enter = (): Promise<void> => client.resetQueries({ queryKey: BOOTSTRAP_KEY })
  return (
    <div className="w-full max-w-sm animate-appear">
      <h1 className="mb-1 text-center text-2xl font-semibold tracking-tight">{t('sign-in.title')}</h1>
      <p className="mb-6 text-center text-ink-muted">
        {t(pending === undefined ? 'sign-in.hint' : 'sign-in.second-factor-hint')}
      </p>
      <Card>
        {pending === undefined ? (
          <div className="flex flex-col gap-4 p-1">
            {returned.problem !== undefined && (
              <Refusal>
                {problemText(
                  new ApiProblem(403, { code: returned.problem, detail: t('problem.provider_refused') }),
                )}
              </Refusal>
            )}
            <PasswordForm onEntered={enter} onPending={setPending} />
            <PasskeyButton onEntered={enter} onPending={setPending} />
            <ProviderButtons />
          </div>
        ) : (
          <Suspense>
            <SecondFactorForm pending={pending} onEntered={enter} onBack={() => setPending(undefined)} />
          </Suspense>
        )}
      </Card>
      <p className="mt-5 flex flex-wrap justify-center gap-x-4 gap-y-1 text-sm text-ink-muted">
        <Link to="/forgot-password" className="py-0.5 font-medium text-accent-strong hover:underline">
          {t('sign-in.forgot')}
        </Link>
        <span>
          {t('sign-in.new')}{' '}
          <Link to="/setup" className="py-0.5 font-medium text-accent-strong hover:underline">
            {t('sign-in.create')}
          </Link>
        </span>
      </p>
    </div>
  )
}
