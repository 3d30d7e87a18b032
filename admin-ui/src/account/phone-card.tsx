import {
  Badge,
  Button,
  callApi,
  Card,
  Dialog,
  ErrorState,
  Form,
  Phone,
  SkeletonLines,
  Switch,
  TextField,
  toast,
  useApi,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { BackupCodes } from './backup-codes.tsx'
import { ConfirmPassword } from './confirm-password.tsx'
import { CurrentPasswordField, currentPassword } from './current-password-field.tsx'

interface PhoneState {
  readonly available: boolean
  readonly phone: { readonly number: string; readonly secondFactor: boolean } | null
}

const number = z.object({
  number: z.string().regex(/^\+[1-9]\d{6,14}$/),
  ...currentPassword,
})
const proof = z.object({ code: z.string().trim().min(6).max(12) })
const PATH = '/users/me/phone'

type Step = 'add' | 'factor' | 'remove' | { readonly token: string } | { readonly codes: readonly string[] }

/** A telephone for codes at sign-in and for notifications; nothing where the platform cannot write to any. */
export function PhoneCard() {
  const { t } = useTranslation('wasla')
  const state = useApi<PhoneState>(PATH)
  const [step, setStep] = useState<Step>()
  const close = (): void => setStep(undefined)
  const { data } = state
  if (data?.available === false && data.phone === null) return null
  const phone = data?.phone ?? null
  const done = async (text: string, codes?: readonly string[]): Promise<void> => {
    toast.success(text)
    await state.refetch()
    setStep(codes === undefined ? undefined : { codes })
  }
  const confirmed = {
    factor: async (password: string): Promise<void> => {
      const { backupCodes } = await callApi<{ backupCodes?: string[] }>('PATCH', PATH, {
        body: { secondFactor: phone?.secondFactor !== true, currentPassword: password },
      })
      await done(t('account.saved'), backupCodes)
    },
    remove: async (password: string): Promise<void> => {
      await callApi('POST', `${PATH}/remove`, { body: { currentPassword: password } })
      await done(t('phone.removed'))
    },
  }
  return (
    <Card
      title={t('privacy.phone')}
      actions={
        phone === null &&
        data !== undefined && (
          <Button size="small" icon="phone" onClick={() => setStep('add')}>
            {t('phone.add')}
          </Button>
        )
      }
    >
      {state.isError && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.isPending && <SkeletonLines lines={2} />}
      {data !== undefined && phone === null && <p className="text-ink-muted">{t('phone.hint')}</p>}
      {phone !== null && (
        <div className="flex flex-col gap-4">
          <p className="flex flex-wrap items-center gap-3">
            <Phone number={phone.number} />
            <Badge tone="success">{t('email.proven')}</Badge>
            <Button size="small" variant="quiet" className="ms-auto" onClick={() => setStep('remove')}>
              {t('account.remove')}
            </Button>
          </p>
          <label className="flex items-start justify-between gap-4">
            <span>
              <span className="block font-medium">{t('phone.factor')}</span>
              <span className="mt-0.5 block text-sm text-ink-muted">{t('phone.factor-hint')}</span>
            </span>
            <Switch checked={phone.secondFactor} onCheckedChange={() => setStep('factor')} />
          </label>
        </div>
      )}
      {step === 'add' && (
        <Dialog open onOpenChange={close} title={t('phone.add')} description={t('phone.add-hint')}>
          <Form
            schema={number}
            defaultValues={{ number: '', currentPassword: '' }}
            submit={t('sign-in.send-code')}
            onCancel={close}
            onSubmit={async (body) =>
              setStep({ token: (await callApi<{ token: string }>('PUT', PATH, { body })).token })
            }
          >
            <TextField
              name="number"
              type="tel"
              dir="ltr"
              label={t('privacy.phone')}
              placeholder="+966501234567"
              autoComplete="tel"
              required
              autoFocus
            />
            <CurrentPasswordField />
          </Form>
        </Dialog>
      )}
      {(step === 'factor' || step === 'remove') && (
        <ConfirmPassword
          title={t(step === 'factor' ? 'phone.factor' : 'phone.remove')}
          action={t(step === 'factor' ? 'passkeys.continue' : 'account.remove')}
          onConfirm={confirmed[step]}
          onClose={close}
        />
      )}
      {typeof step === 'object' && 'token' in step && (
        <Dialog open onOpenChange={close} title={t('phone.prove')} description={t('phone.prove-hint')}>
          <Form
            schema={proof}
            defaultValues={{ code: '' }}
            submit={t('phone.prove')}
            onCancel={close}
            onSubmit={async ({ code }) => {
              await callApi('POST', `${PATH}/confirm`, { body: { token: step.token, code } })
              await done(t('phone.proven'))
            }}
          >
            <TextField
              name="code"
              dir="ltr"
              inputMode="numeric"
              autoComplete="one-time-code"
              label={t('second-factor.code')}
              required
              autoFocus
            />
          </Form>
        </Dialog>
      )}
      {typeof step === 'object' && 'codes' in step && <BackupCodes codes={step.codes} onClose={close} />}
    </Card>
  )
}
