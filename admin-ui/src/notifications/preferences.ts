import { toast, useApi, useChange, type LocalizedText } from '@wasla/sdk/admin'
import { useState } from 'react'
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

type KindsSent = Readonly<Record<string, readonly Channel[]>>

const PATH = '/notification-preferences'

/** How the person is told of what; each change is stored at once. */
export function useNotificationPreferences() {
  const { t } = useTranslation('wasla')
  const preferences = useApi<NotificationPreferences>(PATH)
  const change = useChange([PATH])
  // Kept here, since a mutation tells of its variables a task later, and until then a checkbox would fall back.
  const [sent, setSent] = useState<KindsSent>()
  const save = (kinds: KindsSent, quietHours: QuietHours | null): void => {
    setSent(kinds)
    change.mutate(
      { method: 'PUT', path: PATH, body: { kinds, quietHours } },
      {
        onSuccess: () => toast.success(t('account.saved')),
        onError: (error) => toast.error(error),
        onSettled: () => setSent(undefined),
      },
    )
  }
  const { data } = preferences
  return {
    preferences,
    /** As they will be, while a change is on its way. */
    kinds: data?.kinds.map((kind) => ({ ...kind, channels: sent?.[kind.kind] ?? kind.channels })) ?? [],
    busy: change.isPending,
    choose: ({ kind }: KindPreference, channels: readonly Channel[]): void =>
      save({ [kind]: channels }, data?.quietHours ?? null),
    beQuiet: (quietHours: QuietHours | null): void => save({}, quietHours),
  }
}
