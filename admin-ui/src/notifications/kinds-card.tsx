import { Card, Checkbox, EmptyState, usePreferences, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { CHANNELS, type Channel, type KindPreference } from './preferences.ts'

/** Each kind of notification with the channels it arrives by. */
export function KindsCard({
  kinds,
  reachable,
  busy,
  onChoose,
}: {
  kinds: readonly KindPreference[]
  reachable: readonly Channel[]
  busy: boolean
  onChoose: (kind: KindPreference, channels: readonly Channel[]) => void
}) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const { modules } = useSession()
  if (kinds.length === 0)
    return (
      <Card>
        <EmptyState icon="bell" title={t('notifications.no-kinds')} />
      </Card>
    )
  // A channel that reaches nobody is not offered.
  const channels = CHANNELS.filter((channel) => reachable.includes(channel))
  const moduleName = (id: string): string =>
    modules.find((module) => module.id === id)?.name[language] ?? t('audit.platform')
  return (
    <Card title={t('notifications.kinds')} padded={false}>
      <table className="w-full">
        <thead className="border-b border-line bg-surface text-sm text-ink-muted">
          <tr>
            <th scope="col" className="h-9 px-4 text-start font-medium">
              {t('notifications.what')}
            </th>
            {channels.map((channel) => (
              <th key={channel} scope="col" className="w-20 px-1 text-center font-medium">
                {t(`notifications.channels.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.kind} className="border-t border-line first:border-t-0">
              <th scope="row" className="px-4 py-2.5 text-start font-normal">
                <span className="block font-medium">{kind.title[language]}</span>
                <span className="text-sm text-ink-muted">
                  {kind.fixed ? t('notifications.fixed') : moduleName(kind.module)}
                </span>
              </th>
              {channels.map((channel) => (
                <td key={channel} className="px-2 text-center">
                  <Checkbox
                    aria-label={t('notifications.by', {
                      kind: kind.title[language],
                      channel: t(`notifications.channels.${channel}`),
                    })}
                    checked={kind.channels.includes(channel)}
                    disabled={kind.fixed || busy}
                    onChange={({ target }) =>
                      onChoose(
                        kind,
                        target.checked
                          ? [...kind.channels, channel]
                          : kind.channels.filter((other) => other !== channel),
                      )
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
