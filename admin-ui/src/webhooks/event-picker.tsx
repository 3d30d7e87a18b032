import { Checkbox, ErrorState, SkeletonLines, useApi, usePreferences, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { ALL_EVENTS, type EventType } from './webhook.ts'

/** The events of the modules that are on, or all of them, also those to come. */
export function EventPicker({
  value,
  onChange,
}: {
  value: readonly string[]
  onChange: (events: readonly string[]) => void
}) {
  const { t } = useTranslation('wasla')
  const { modules } = useSession()
  const { language } = usePreferences()
  const types = useApi<{ items: EventType[] }>('/webhooks/event-types')
  if (types.isError) return <ErrorState error={types.error} onRetry={() => void types.refetch()} />
  if (types.data === undefined) return <SkeletonLines lines={5} />
  const all = value.includes(ALL_EVENTS)
  const byModule = Map.groupBy(types.data.items, ({ module }) => module)
  return (
    <div className="flex flex-col gap-3">
      <label className="flex items-center gap-2.5 rounded-lg border border-line p-3 font-medium">
        <Checkbox checked={all} onChange={({ target }) => onChange(target.checked ? [ALL_EVENTS] : [])} />
        {t('webhooks.all-events')}
      </label>
      {!all &&
        [...byModule].map(([module, events]) => (
          <fieldset key={module} className="rounded-lg border border-line px-3 pb-2">
            <legend className="px-1 text-sm font-semibold">
              {modules.find(({ id }) => id === module)?.name[language] ?? module}
            </legend>
            {events.map(({ name }) => (
              <label key={name} className="flex min-h-8 items-center gap-2.5">
                <Checkbox
                  checked={value.includes(name)}
                  onChange={({ target }) =>
                    onChange(target.checked ? [...value, name] : value.filter((other) => other !== name))
                  }
                />
                <bdi className="font-mono text-sm">{name}</bdi>
              </label>
            ))}
          </fieldset>
        ))}
    </div>
  )
}
