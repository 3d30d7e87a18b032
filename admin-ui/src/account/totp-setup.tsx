import { callApi, Dialog, Form, Skeleton, TextField } from '@wasla/sdk/admin'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

export interface TotpSecret {
  readonly secret: string
  readonly uri: string
}

const confirmation = z.object({ code: z.string().trim().min(6).max(40) })

/** Shows the secret to an authenticator app, which proves with its first code that it has it. */
export function TotpSetup({
  secret: { secret, uri },
  onConfirmed,
  onClose,
}: {
  secret: TotpSecret
  onConfirmed: (backupCodes: readonly string[]) => void
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const picture = useQuery({
    queryKey: ['qr-code', uri],
    gcTime: 0,
    queryFn: async () => (await import('qrcode')).default.toDataURL(uri, { width: 200, margin: 2 }),
  })
  const submit = async (body: z.output<typeof confirmation>): Promise<void> => {
    const answer = await callApi<{ backupCodes: string[] }>('POST', '/users/me/second-factor/totp/confirm', {
      body,
    })
    onConfirmed(answer.backupCodes)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('second-factor.add')}
      description={t('second-factor.scan')}
    >
      <div className="mb-5 flex flex-col items-center gap-3">
        {picture.data === undefined ? (
          <Skeleton className="size-50" />
        ) : (
          <img
            src={picture.data}
            alt={t('second-factor.picture')}
            width={200}
            height={200}
            className="rounded-lg"
          />
        )}
        <bdi dir="ltr" className="max-w-full font-mono text-sm break-all text-ink-muted select-all">
          {secret}
        </bdi>
      </div>
      <Form
        schema={confirmation}
        defaultValues={{ code: '' }}
        submit={t('second-factor.turn-on')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField
          name="code"
          label={t('second-factor.code')}
          dir="ltr"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
        />
      </Form>
    </Dialog>
  )
}
