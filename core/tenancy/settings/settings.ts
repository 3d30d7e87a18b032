import { conflict, invalid, notFound, staleVersion, type Logger } from '@wasla/sdk'
import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Registry } from '../../kernel/registry.ts'
import type { DatabaseGate } from '../database-gate.ts'
import type { Author } from '../write-switch.ts'
import type { Keyring } from '../../encryption/keyring.ts'
import { saveSettings } from './save-settings.ts'
import { createSettingsCache } from './settings-cache.ts'
import { secretPaths, settingsJsonSchema, unknownKeys, withPath, readPath } from './settings-schema.ts'
import {
  acceptedSettings,
  hasSecret,
  loadSettings,
  openSecrets,
  sealSecrets,
  withoutSecrets,
} from './stored-settings.ts'

export interface SettingsDependencies {
  readonly platform: PlatformDatabase
  readonly gate: Pick<DatabaseGate, 'trusted' | 'onMessage'>
  readonly registry: Pick<Registry, 'manifests' | 'plugin'>
  readonly keyring: Keyring
  readonly log: Logger
}

/** Settings as an administrator sees them. */
export interface SettingsView {
  /** Defaults filled in, secrets left out. */
  readonly value: Record<string, unknown>
  /** Of each secret, by its dotted path, whether one is set. */
  readonly secrets: Record<string, boolean>
  /** 0 while nothing was ever stored. */
  readonly version: number
}

export interface SettingsInput {
  readonly organizationId: string
  readonly pluginId: string
  /** The whole of the settings. A secret that is left out stays as it is; `null` clears it. */
  readonly value: Record<string, unknown>
  /** The version the change was made from. */
  readonly ifMatch?: number
  readonly author: Author
}

export interface Settings {
  /** What the plugin's schema parses, secrets opened; without settings of its own, an empty object. */
  read(organizationId: string, pluginId: string): Promise<object>
  /** @throws not-found `module_unknown`, `settings_unavailable` */
  view(organizationId: string, pluginId: string): Promise<SettingsView>
  /** @throws invalid `validation_failed`; conflict `stale_version`; not-found as `view` */
  write(input: SettingsInput): Promise<SettingsView>
  jsonSchema(pluginId: string): Record<string, unknown>
}

export function createSettings(dependencies: SettingsDependencies): Settings {
  const { platform, registry, keyring, log } = dependencies
  const cache = createSettingsCache(dependencies.gate)

  async function load(organizationId: string, pluginId: string, schema: z.ZodObject): Promise<object> {
    const stored = await loadSettings(platform, organizationId, pluginId)
    const opened = openSecrets(keyring, schema, { organizationId, pluginId }, stored.value)
    const { value, dropped } = acceptedSettings(schema, opened)
    if (dropped.length > 0) {
      log.warn(
        { plugin: pluginId, organizationId, dropped },
        'Stored settings do not fit the schema any more; their defaults are used.',
      )
    }
    return value
  }

  async function view(organizationId: string, pluginId: string): Promise<SettingsView> {
    const schema = schemaOf(registry, pluginId)
    const stored = await loadSettings(platform, organizationId, pluginId)
    const { value } = acceptedSettings(
      schema,
      openSecrets(keyring, schema, { organizationId, pluginId }, stored.value),
    )
    return {
      value: withoutSecrets(schema, schema.parse(value)),
      secrets: Object.fromEntries(
        secretPaths(schema).map((path) => [path.join('.'), hasSecret(stored.value, path)]),
      ),
      version: stored.version,
    }
  }

  return {
    async read(organizationId, pluginId) {
      const schema = registry.plugin(pluginId)?.definition.settings
      return schema ? cache.get(organizationId, pluginId, () => load(organizationId, pluginId, schema)) : {}
    },
    view,
    async write(input) {
      const { organizationId, pluginId, author } = input
      const schema = schemaOf(registry, pluginId)
      const unknown = unknownKeys(schema, input.value)
      if (unknown.length > 0)
        throw refused(unknown.map((field) => ({ field, message: 'There is no such setting.' })))
      const stored = await loadSettings(platform, organizationId, pluginId)
      if (input.ifMatch !== undefined && input.ifMatch !== stored.version)
        throw staleVersion({ expected: input.ifMatch, actual: stored.version })
      const place = { organizationId, pluginId }
      const value = keepSecrets(schema, input.value, () => openSecrets(keyring, schema, place, stored.value))
      const parsed = schema.safeParse(value)
      if (!parsed.success) {
        throw refused(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })))
      }
      const sealed = sealSecrets(keyring, schema, place, value)
      await saveSettings(platform, { ...place, author, value: sealed, from: stored.version })
      cache.forget(organizationId, pluginId)
      return view(organizationId, pluginId)
    },
    jsonSchema: (pluginId) => settingsJsonSchema(schemaOf(registry, pluginId)),
  }
}

function keepSecrets(
  schema: z.ZodObject,
  value: Record<string, unknown>,
  present: () => Record<string, unknown>,
): Record<string, unknown> {
  return secretPaths(schema).reduce((result, path) => {
    const given = readPath(value, path)
    if (given === undefined) return withPath(result, path, readPath(present(), path))
    return given === null ? withPath(result, path, undefined) : result
  }, value)
}

function schemaOf(registry: SettingsDependencies['registry'], pluginId: string): z.ZodObject {
  const schema = registry.plugin(pluginId)?.definition.settings
  if (schema) return schema
  if (registry.plugin(pluginId))
    throw notFound('settings_unavailable', `The module "${pluginId}" has no settings.`)
  if (registry.manifests.has(pluginId)) {
    throw conflict(
      'module_quarantined',
      `The module "${pluginId}" is quarantined on this host, so its settings cannot be read or changed; GET /api/v1/modules/${pluginId} tells why.`,
    )
  }
  throw notFound(
    'module_unknown',
    `There is no module "${pluginId}" with settings on this host; GET /api/v1/modules lists those there are.`,
  )
}

function refused(fields: { field: string; message: string }[]) {
  return invalid(
    'validation_failed',
    `The settings were not saved because ${fields.length === 1 ? 'one of them is' : 'some of them are'} wrong; see "fields".`,
    { fields },
  )
}
