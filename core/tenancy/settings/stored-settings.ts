import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'
import { isObject, readPath, secretPaths, withPath } from './settings-schema.ts'

export interface StoredSettings {
  readonly value: Record<string, unknown>
  /** 0 while nothing is stored. */
  readonly version: number
}

export async function loadSettings(
  platform: PlatformDatabase,
  organizationId: string,
  pluginId: string,
): Promise<StoredSettings> {
  const [row] = await platform.inOrganization<{ value: Record<string, unknown>; version: number }>(
    organizationId,
    'select value, version from platform.settings where organization_id = $1 and plugin_id = $2',
    [organizationId, pluginId],
  )
  return row ?? { value: {}, version: 0 }
}

/** Where a secret belongs: opened anywhere else it is refused. */
export interface SecretPlace {
  readonly organizationId: string
  readonly pluginId: string
}

interface Sealed {
  readonly $sealed: string
}

function isSealed(value: unknown): value is Sealed {
  return isObject(value) && typeof value['$sealed'] === 'string'
}

export function hasSecret(value: Record<string, unknown>, path: readonly string[]): boolean {
  return isSealed(readPath(value, path))
}

export function sealSecrets(
  keyring: Keyring,
  schema: z.ZodObject,
  place: SecretPlace,
  value: Record<string, unknown>,
) {
  return eachSecret(schema, place, value, (secret, name) =>
    secret === undefined ? undefined : { $sealed: keyring.seal(JSON.stringify(secret), name) },
  )
}

export function openSecrets(
  keyring: Keyring,
  schema: z.ZodObject,
  place: SecretPlace,
  value: Record<string, unknown>,
) {
  return eachSecret(schema, place, value, (secret, name) =>
    isSealed(secret) ? (JSON.parse(keyring.open(secret.$sealed, name)) as unknown) : undefined,
  )
}

export function withoutSecrets(schema: z.ZodObject, value: Record<string, unknown>): Record<string, unknown> {
  return secretPaths(schema).reduce((rest, path) => withPath(rest, path, undefined), value)
}

function eachSecret(
  schema: z.ZodObject,
  { organizationId, pluginId }: SecretPlace,
  value: Record<string, unknown>,
  replace: (secret: unknown, name: string) => unknown,
): Record<string, unknown> {
  return secretPaths(schema).reduce(
    (result, path) =>
      withPath(result, path, replace(readPath(value, path), [organizationId, pluginId, ...path].join('/'))),
    value,
  )
}

/**
 * What of the stored settings the schema still accepts: after an upgrade of the plugin the rest falls back to
 * its default instead of stopping the plugin.
 */
export function acceptedSettings(
  schema: z.ZodObject,
  stored: Record<string, unknown>,
): { value: Record<string, unknown>; dropped: string[] } {
  const known = Object.fromEntries(Object.entries(stored).filter(([key]) => Object.hasOwn(schema.shape, key)))
  const parsed = schema.safeParse(known)
  if (parsed.success) return { value: known, dropped: [] }
  const dropped = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  const rest = Object.fromEntries(Object.entries(known).filter(([key]) => !dropped.includes(key)))
  return schema.safeParse(rest).success
    ? { value: rest, dropped }
    : { value: {}, dropped: Object.keys(known) }
}
