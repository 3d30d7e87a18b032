import type { z } from 'zod'
import type { Plugin } from '@wasla/sdk'
import { KernelError } from './kernel-error.ts'

/** The environment variable of a plugin's configuration key: `WASLA_LINK_IN_BIO_API_KEY`. */
export function configVariable(pluginId: string, key: string): string {
  return `WASLA_${pluginId}_${key}`.replaceAll('-', '_').toUpperCase()
}

/**
 * Reads a plugin's `config` section from the environment.
 * @throws KernelError `config_invalid`, naming each variable but never a value
 */
export function readConfig(pluginId: string, plugin: Plugin, environment: NodeJS.ProcessEnv): unknown {
  if (plugin.config === undefined) return {}
  const schema: z.ZodObject = plugin.config
  const values: Record<string, string> = {}
  for (const key of Object.keys(schema.shape)) {
    const value = environment[configVariable(pluginId, key)]
    if (value !== undefined) values[key] = value
  }
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(
    (issue) => `${configVariable(pluginId, String(issue.path[0] ?? ''))} ${issue.message}`,
  )
  throw new KernelError(
    'load',
    'config_invalid',
    `"${pluginId}" cannot run with this configuration: ${issues.join('; ')}; set it in the host's environment.`,
  )
}
