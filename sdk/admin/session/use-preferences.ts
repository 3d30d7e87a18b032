import { useSyncExternalStore } from 'react'
import { onPreferences, readPreferences, type Preferences } from './preferences.ts'

/** Language, theme and digits of this browser. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, readPreferences)
}
