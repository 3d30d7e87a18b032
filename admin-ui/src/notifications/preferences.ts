import { toast, useApi, useChange, type LocalizedText } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

export const CHANNELS = ['in-app', 'email', 'push', 'sms'] as const

export type Channel = (typeof CHANNELS)[number]

export interface KindPreference {
  readonly kind: string
  readonly module: string
  readonly title: LocalizedText
  readonly channels: readonly Channel[]
  /** A security notice, which always arrives everywhere. */
  readonly fixed: boolean
}

export interface QuietHours {
  readonly from: string
  readonly until: string
}

export interface NotificationPreferences {
  readonly kinds: readonly KindPreference[]
  readonly quietHours: QuietHours | null
  /** Where this person can be told now: push needs a device, SMS a proven phone. */
  readonly reachable: readonly Channel[]
}

interface Sent {
  readonly kinds: Readonly<Record<string, readonly Channel[]>>
}

const PATH = '/notification-preferences'

/** How the person is told of what; each change is stored at once. */
export function useNotificationPreferences() {
  const { t } = useTranslation('wasla')
  const preferences = useApi<NotificationPreferences>(PATH)
  const change = useChange([PATH])
  const save = (kinds: Sent['kinds'], quietHours: QuietHours | null): void =>
    change.mutate(
      { method: 'PUT', path: PATH, body: { kinds, quietHours } },
      { onSuccess: () => toast.success(t('account.saved')), onError: (error) => toast.error(error) },
    )
  const { data } = preferences
  const sent = change.isPending ? (change.variables.body as Sent) : undefined
  return {
    preferences,
    /** As they will be, while a change is on its way. */
    kinds: data?.kinds.map((kind) => ({ ...kind, channels: sent?.kinds[kind.kind] ?? kind.channels })) ?? [],
    busy: change.isPending,
    choose: ({ kind }: KindPreference, channels: readonly Channel[]): void =>
      save({ [kind]: channels }, data?.quietHours ?? null),
    beQuiet: (quietHours: QuietHours | null): void => save({}, quietHours),
  }
}
