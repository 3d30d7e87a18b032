import type { Config } from './config.schema.ts'
import { configSchema } from './config.schema.ts'
import { listSettings } from './setting.ts'

/** Every setting by the name of its variable, as text that may be printed: secrets are masked. */
export function printableConfig(config: Config): Record<string, string> {
  return Object.fromEntries(
    listSettings(configSchema).map(({ path, variable, secret }) => {
      const value = path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], config)
      return [variable, print(value, secret)]
    }),
  )
}

function print(value: unknown, secret: boolean | 'url' | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return ''
  if (secret === 'url') return withoutPassword(String(value))
  return secret ? '***' : String(value)
}

/** A database address that may be printed: no password, nor a query in which one may hide. */
export function withoutPassword(address: string): string {
  const url = new URL(address)
  if (url.password) url.password = '***'
  url.search = ''
  return url.href
}
