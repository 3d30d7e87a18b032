import type { Logger } from '@wasla/sdk'
import type { PluginRuntime } from '../plugin-runtime.ts'
import type { ConstraintColumns } from './constraint-columns.ts'
import { IsolationError } from './isolation-error.ts'
import { translateError } from './translate-error.ts'

/** Translates an error for the plugin's caller, and is loud about one that touches isolation. */
export async function reportError(
  error: unknown,
  plugin: PluginRuntime,
  { constraints, log }: { readonly constraints: ConstraintColumns; readonly log: Logger },
): Promise<unknown> {
  const translated = await translateError(error, { plugin: plugin.id, map: plugin.map }, constraints)
  if (translated instanceof IsolationError)
    log.error({ err: translated, plugin: plugin.id }, translated.message)
  return translated
}
