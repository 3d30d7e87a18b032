import type { Language } from '../plugin/define-admin.ts'

export interface Preferences {
  readonly language: Language
  readonly theme: 'system' | 'light' | 'dark'
  readonly digits: 'latn' | 'arab'
}

const KEY = 'wasla.preferences'

function initial(): Preferences {
  const language = globalThis.navigator?.language.startsWith('en') ? 'en' : 'ar'
  const defaults: Preferences = { language, theme: 'system', digits: 'latn' }
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) }
  } catch {
    return defaults
  }
}

let preferences = initial()
const listeners = new Set<() => void>()

/** Whether anybody has chosen anything in this browser. */
export const preferencesChosen = (): boolean => localStorage.getItem(KEY) !== null

export const readPreferences = (): Preferences => preferences

/** Changes how this browser shows things, at once and everywhere. */
export function changePreferences(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change }
  localStorage.setItem(KEY, JSON.stringify(preferences))
  for (const listener of listeners) listener()
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
