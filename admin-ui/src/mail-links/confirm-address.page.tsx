import { ButtonLink, callApi, ErrorState, SkeletonLines } from '@wasla/sdk/admin'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DoorCard } from './door-card.tsx'
import { mailedToken } from './mailed-token.ts'

function ConfirmAddress({ path }: { path: string }) {
  const { t } = useTranslation('wasla')
  const [token] = useState(mailedToken)
  const confirmation = useQuery({
    queryKey: ['confirm-address', path, token],
    queryFn: async () => (await callApi<{ changed?: boolean }>('POST', path, { body: { token } })) ?? {},
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const waits = confirmation.data?.changed === false
  return (
    <DoorCard title={t('confirm-address.title')}>
      {confirmation.isPending && <SkeletonLines lines={2} />}
      {confirmation.isError && <ErrorState error={confirmation.error} />}
      {confirmation.isSuccess && (
        <div className="flex flex-col gap-4 text-center">
          <p>{t(waits ? 'confirm-address.waits' : 'confirm-address.done')}</p>
          <ButtonLink to="/" variant="primary">
            {t('switched-off.home')}
          </ButtonLink>
        </div>
      )}
    </DoorCard>
  )
}

/** Proves an address by the link that was sent to it. */
export function VerifyEmailPage() {
  return <ConfirmAddress path="/auth/verify-email" />
}

/** Agrees to a change of address, from the old or the new one. */
export function ConfirmEmailChangePage() {
  return <ConfirmAddress path="/auth/confirm-email-change" />
}
