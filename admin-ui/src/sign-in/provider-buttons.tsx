import { apiUrl, useApi } from '@wasla/sdk/admin'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Who else signs people in: those of the platform, and of the organization whose short name the address carries. */
export function ProviderButtons() {
  const { t } = useTranslation('wasla')
  const { organization, from = '/' }: { organization?: string; from?: string } = useSearch({ strict: false })
  const providers = useApi<{ items: { key: string; name: string }[] }>('/auth/providers', { organization })
  const returnTo = `/admin${from === '/' ? '' : from}`
  return providers.data?.items.map(({ key, name }) => (
    <a
      key={key}
      href={apiUrl(`/auth/providers/${encodeURIComponent(key)}/start`, { returnTo })}
      className="inline-flex h-10 items-center justify-center rounded-md border border-line bg-raised px-4 font-medium shadow-card transition-colors hover:bg-sunken"
    >
      {t('sign-in.by-provider', { provider: `\u2068${name}\u2069` })}
    </a>
  ))
}
