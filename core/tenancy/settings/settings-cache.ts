import { recentlyUsed } from '../../kernel/recently-used.ts'
import type { DatabaseGate } from '../database-gate.ts'

/** The message on the gate's channel by which other hosts learn that settings changed. */
export const settingsChanged = (organizationId: string, pluginId: string) =>
  `settings:${organizationId}:${pluginId}`

export interface SettingsCache {
  get(organizationId: string, pluginId: string, load: () => Promise<object>): Promise<object>
  forget(organizationId: string, pluginId: string): void
}

/** Settings in memory, believed only while changes can be heard. */
export function createSettingsCache(
  gate: Pick<DatabaseGate, 'trusted' | 'onMessage'>,
  limit = 20_000,
): SettingsCache {
  const known = recentlyUsed<string, object>(limit)
  const flights = new Map<string, Promise<object>>()
  const forgetKey = (key: string): void => {
    known.delete(key)
    flights.delete(key)
  }
  gate.onMessage((message) => {
    if (message !== undefined) return forgetKey(message)
    known.clear()
    flights.clear()
  })

  async function fly(key: string, load: () => Promise<object>): Promise<object> {
    const flight = load()
    flights.set(key, flight)
    try {
      const value = await flight
      // A flight that is not in the map any more was overtaken by a change.
      if (gate.trusted && flights.get(key) === flight) known.set(key, value)
      return value
    } finally {
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  return {
    async get(organizationId, pluginId, load) {
      const key = settingsChanged(organizationId, pluginId)
      if (!gate.trusted) return load()
      return known.get(key) ?? flights.get(key) ?? fly(key, load)
    },
    forget: (organizationId, pluginId) => forgetKey(settingsChanged(organizationId, pluginId)),
  }
}
