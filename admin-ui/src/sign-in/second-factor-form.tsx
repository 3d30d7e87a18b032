import { Button, callApi, Field, Input, problemText, Select, toast } from '@wasla/sdk/admin'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './refusal.tsx'
import type { PendingSignIn } from './sign-in-answer.ts'

const TYPED = new Set(['totp', 'backup-code'])

/** The code that stands between the password and the session. */
export function SecondFactorForm({
  pending: { token, methods },
  onEntered,
  onBack,
}: {
  pending: PendingSignIn
  onEntered: () => Promise<void>
  onBack: () => void
}) {
  const { t } = useTranslation('wasla')
  const [method, setMethod] = useState(methods[0] ?? 'totp')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  const send = (): Promise<void> =>
    attempt(async () => {
      await callApi('POST', '/auth/second-factor/send', { body: { token, channel: method } })
      toast.success(t('sign-in.code-sent'))
    })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const { code } = Object.fromEntries(new FormData(event.currentTarget))
    void attempt(async () => {
      await callApi('POST', '/auth/second-factor', { body: { token, method, code } })
      await onEntered()
    })
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4 p-1">
      {methods.length > 1 && (
        <Field label={t('sign-in.method')}>
          {(control) => (
            <Select {...control} value={method} onChange={({ target }) => setMethod(target.value)}>
              {methods.map((name) => (
                <option key={name} value={name}>
                  {t(`sign-in.methods.${name}`, { defaultValue: name })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {!TYPED.has(method) && (
        <Button busy={busy} onClick={() => void send()}>
          {t('sign-in.send-code')}
        </Button>
      )}
      <Field label={t('second-factor.code')}>
        {(control) => (
          <Input
            {...control}
            name="code"
            dir="ltr"
            inputMode={method === 'backup-code' ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            required
            autoFocus
          />
        )}
      </Field>
      {failure !== undefined && <Refusal>{failure}</Refusal>}
      <Button type="submit" variant="primary" size="large" busy={busy}>
        {t('sign-in.submit')}
      </Button>
      <Button variant="quiet" onClick={onBack}>
        {t('sign-in.back')}
      </Button>
    </form>
  )
}
