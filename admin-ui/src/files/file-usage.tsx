import { Progress, useApi, useFormat } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** How much of the room is taken. */
export function FileUsage() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const { data } = useApi<{ bytes: number; quota: number }>('/files/usage')
  if (data === undefined) return <div className="h-8" />
  const text = t('files.usage', {
    used: `\u2068${format.bytes(data.bytes)}\u2069`,
    all: `\u2068${format.bytes(data.quota)}\u2069`,
  })
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm text-ink-muted tabular-nums">{text}</p>
      <Progress value={data.quota === 0 ? 0 : (data.bytes / data.quota) * 100} label={text} />
    </div>
  )
}
