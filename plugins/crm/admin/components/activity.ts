import type { Tone } from '@wasla/sdk/admin'
import type { ActivityKind } from '../../contract/activity.schema.ts'

export const ACTIVITY_ICONS: Readonly<Record<ActivityKind, string>> = {
  note: 'note',
  call: 'phone',
  meeting: 'handshake',
  email: 'mail',
  task: 'task',
}

export const ACTIVITY_TONES: Readonly<Record<ActivityKind, Tone>> = {
  note: 'neutral',
  call: 'info',
  meeting: 'accent',
  email: 'success',
  task: 'warning',
}
