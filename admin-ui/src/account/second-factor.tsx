import {
  Badge,
  Button,
  callApi,
  Card,
  ErrorState,
  SkeletonLines,
  toast,
  useApi,
  useFormat,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BackupCodes } from './backup-codes.tsx'
import { ConfirmPassword } from './confirm-password.tsx'
import { TotpSetup, type TotpSecret } from './totp-setup.tsx'

interface State {
  readonly totp: boolean
  readonly backupCodesLeft: number
  readonly passkeys: number
  readonly required: boolean
}

type Step =
  | 'add'
  | 'remove'
  | 'codes'
  | { readonly secret: TotpSecret }
  | { readonly codes: readonly string[] }

const TOTP = '/users/me/second-factor/totp'

/** An authenticator app beside the password, and codes for the day the telephone is lost. */
export function SecondFactor() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const state = useApi<State>('/users/me/second-factor')
  const [step, setStep] = useState<Step>()
  const done = async (next?: Step): Promise<void> => {
    await state.refetch()
    setStep(next)
  }
  const confirmed: Record<'add' | 'remove' | 'codes', (currentPassword: string) => Promise<void>> = {
    add: async (currentPassword) =>
      setStep({ secret: await callApi<TotpSecret>('POST', TOTP, { body: { currentPassword } }) }),
    remove: async (currentPassword) => {
      await callApi('POST', `${TOTP}/remove`, { body: { currentPassword } })
      toast.success(t('second-factor.removed'))
      await done()
    },
    codes: async (currentPassword) => {
      const { backupCodes } = await callApi<{ backupCodes: string[] }>(
        'POST',
        '/users/me/second-factor/backup-codes',
        { body: { currentPassword } },
      )
      await done({ codes: backupCodes })
    },
  }
  return (
    <Card
      title={t('second-factor.title')}
      actions={
        state.data !== undefined && (
          <Badge tone={state.data.totp ? 'success' : 'neutral'}>
            {t(state.data.totp ? 'second-factor.on' : 'second-factor.off')}
          </Badge>
        )
      }
    >
      {state.isError && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.isPending && <SkeletonLines lines={2} />}
      {state.data?.totp === false && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-md text-ink-muted">
            {t(state.data.required ? 'second-factor.required' : 'second-factor.hint')}
          </p>
          <Button onClick={() => setStep('add')}>{t('second-factor.add')}</Button>
        </div>
      )}
      {state.data?.totp === true && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-muted">
            {t('second-factor.codes-left', {
              count: state.data.backupCodesLeft,
              left: format.number(state.data.backupCodesLeft),
            })}
          </p>
          <span className="flex gap-2">
            <Button onClick={() => setStep('codes')}>{t('second-factor.new-codes')}</Button>
            <Button variant="quiet" onClick={() => setStep('remove')}>
              {t('account.remove')}
            </Button>
          </span>
        </div>
      )}
      {typeof step === 'string' && (
        <ConfirmPassword
          title={t(`second-factor.${step === 'codes' ? 'new-codes' : step}`)}
          action={t('passkeys.continue')}
          onConfirm={confirmed[step]}
          onClose={() => setStep(undefined)}
        />
      )}
      {typeof step === 'object' && 'secret' in step && (
        <TotpSetup
          secret={step.secret}
          onClose={() => setStep(undefined)}
          onConfirmed={(codes) => void done({ codes })}
        />
      )}
      {typeof step === 'object' && 'codes' in step && (
        <BackupCodes codes={step.codes} onClose={() => setStep(undefined)} />
      )}
    </Card>
  )
}
