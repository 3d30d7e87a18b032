import type { AddressInfo } from 'node:net'
import {
  definePlugin,
  manifestSchema,
  type OrganizationContext,
  type PluginDefinition,
  type PublicContext,
} from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { ContextFactory } from '../../contexts/context-factory.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { AuthenticatedSession, Authenticator } from '../../identity/session.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { Registry } from '../../kernel/registry.ts'
import { createMetrics } from '../../observability/metrics.ts'
import type { ActiveModules } from '../../tenancy/gate.ts'
import { createHttpServer } from '../server.ts'
import type { HttpServerOptions } from '../server-options.ts'

export const ORGANIZATIONS = {
  one: '00000000-0000-7000-8000-000000000001',
  two: '00000000-0000-7000-8000-000000000002',
}

/** A plugin as the kernel would hand it over. */
export function loadedPlugin(id: string, definition: PluginDefinition, manifest: object = {}): LoadedPlugin {
  const title = { en: id, ar: id }
  const permissions = ['notes', 'things'].map((resource) => ({ resource, actions: ['read', 'write'], title }))
  const parsed = manifestSchema.parse({
    permissions,
    id,
    version: '1.0.0',
    name: title,
    description: title,
    sdk: 1,
    ...manifest,
  })
  return {
    id,
    manifest: parsed,
    directory: '/nowhere',
    definition: definePlugin(definition as PluginDefinition<never>),
    config: {},
    schema: id.replaceAll('-', '_'),
    role: `wasla_plugin_${id}`,
    prefix: parsed.routePrefix ?? `/${id}`,
  }
}

export function registryOf(...plugins: LoadedPlugin[]): Registry {
  const registry = new Registry()
  for (const plugin of plugins) {
    registry.addManifest(plugin.manifest)
    registry.addPlugin(plugin)
  }
  return registry
}

/** Tokens are `<organization>:<role>`; every role holds the permissions that start with its name. */
export const fakeIdentity: Authenticator = {
  authenticate({ headers }) {
    const token = headers.authorization?.replace('Bearer ', '')
    if (token === undefined) return null
    const [organization, role] = token.split(':') as [keyof typeof ORGANIZATIONS, string]
    const session: AuthenticatedSession = {
      sessionId: token,
      organizationId: ORGANIZATIONS[organization],
      role,
      email: `${role}@example.com`,
      principal: { kind: 'user', id: `user-${token}`, name: role, language: 'en' },
      permissions: { has: (permission) => role === 'owner' || permission.startsWith(`${role}.`) },
      addressRefused: false,
    }
    // Half of them as promises: both ways must work.
    return role === 'later' ? Promise.resolve(session) : session
  },
}

const fakeContexts = {
  organization: (plugin, { organizationId, principal, role, permissions, active, request }) =>
    ({
      kind: 'organization',
      plugin,
      organizationId,
      principal,
      role,
      permissions,
      active,
      request,
    }) as unknown as OrganizationContext,
  public: (plugin, scope, address) =>
    ({ kind: 'public', plugin, organizationId: scope.organizationId, address }) as unknown as PublicContext,
  system: () => {
    throw new Error('No system context here')
  },
} satisfies ContextFactory

export const emptyPlatform: PlatformDatabase = {
  inOrganization: async () => [],
  asSystem: async () => [],
  transaction: async () => {
    throw new Error('No database here')
  },
}

export function activeModules(...ids: string[]): ActiveModules {
  return { ids: new Set(ids), key: ids.toSorted().join() }
}

export const quietLog = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })

export function serverOptions(
  registry: Registry,
  changes: Partial<HttpServerOptions> = {},
): HttpServerOptions {
  return {
    config: {
      trustProxy: [],
      corsOrigins: [],
      bodyLimit: 4096,
      rateLimit: { perAddress: 0, perOrganization: 0 },
    },
    registry,
    identity: fakeIdentity,
    gate: { activeModules: () => activeModules(...registry.plugins.map(({ id }) => id)) },
    contexts: fakeContexts,
    platform: emptyPlatform,
    metrics: createMetrics({ process: false }),
    log: quietLog,
    checkResponses: true,
    drainDelay: 0,
    ...changes,
  }
}

export interface RunningServer {
  readonly app: FastifyInstance
  readonly url: string
  call(path: string, init?: CallOptions): Promise<Answer>
}

export interface CallOptions {
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // What came back is what the test looks at.
  readonly body: any // eslint-disable-line typescript/no-explicit-any -- a test reads any document
}

/** Starts a server on loopback. */
export async function startServer(options: HttpServerOptions): Promise<RunningServer> {
  const app = await createHttpServer(options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {
    app,
    url,
    async call(path, { method = 'GET', token, body, headers = {} } = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        redirect: 'manual',
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
    },
  }
}
