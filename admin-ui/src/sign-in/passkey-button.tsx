import { Button, callApi, problemText } from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './refusal.tsx'
import { follow, type SignInAnswer, type SignInProps } from './sign-in-answer.ts'

/** Signs in by a passkey of this device or of another one; nothing is typed. */
export function PasskeyButton(props: SignInProps) {
  const { t } = useTranslation('wasla')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  // Browsers offer passkeys on https and localhost only.
  if (!('PublicKeyCredential' in globalThis)) return null
  const signIn = async (): Promise<void> => {
    setBusy(true)
    setFailure(undefined)
    try {
      const [{ options }, { startAuthentication }] = await Promise.all([
        callApi<{ options: object }>('POST', '/auth/passkey/options'),
        import('@simplewebauthn/browser'),
      ])
      const credential = await startAuthentication({ optionsJSON: options as never })
      await follow(await callApi<SignInAnswer>('POST', '/auth/passkey', { body: { credential } }), props)
    } catch (error) {
      const dismissed = error instanceof Error && error.name === 'NotAllowedError'
      setFailure(dismissed ? t('passkeys.dismissed') : problemText(error))
      setBusy(false)
    }
  }
  return (
    <>
      <p
        aria-hidden
        className="flex items-center gap-3 text-sm text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
      >
        {t('sign-in.or')}
      </p>
      <Button size="large" icon="fingerprint" busy={busy} onClick={() => void signIn()}>
        {t('passkeys.sign-in')}
      </Button>
      {failure !== undefined && <Refusal>{failure}</Refusal>}
    </>
  )
}
