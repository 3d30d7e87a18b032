import { fastify, type FastifyInstance } from 'fastify'
import { isWaslaError, type OrganizationContext } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { ContextFactory } from '../../contexts/context-factory.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import type { ActiveModules } from '../../tenancy/gate.ts'
import { createGraphql, type Graphql } from '../create-graphql.ts'
import type { GraphqlConfig, GraphqlOptions, ModulesListener } from '../graphql-options.ts'
import { registryOf } from './_fixture-plugins.ts'

const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

const sets = new Map<string, ActiveModules>()

/** One object per set, as the gate hands them out. */
export function modules(...ids: string[]): ActiveModules {
  const key = [...ids].sort().join(' ')
  const known = sets.get(key) ?? { ids: new Set(ids), key }
  sets.set(key, known)
  return known
}

/** Contexts that know nothing but whose they are. */
export function fakeContexts(made: string[] = []): ContextFactory {
  const refuse = () => {
    throw new Error('Only organization contexts are made here.')
  }
  return {
    organization: (plugin, actor) => {
      made.push(plugin)
      const can = (permission: string) => actor.permissions.has(permission)
      return {
        plugin,
        kind: 'organization',
        organizationId: actor.organizationId,
        can,
        authorize: (permission: string) => {
          if (!can(permission)) throw Object.assign(new Error(permission), denied(permission))
        },
      } as unknown as OrganizationContext
    },
    public: refuse,
    system: refuse,
  }
}

const denied = (permission: string) => ({
  [Symbol.for('wasla.error')]: true,
  kind: 'forbidden',
  code: 'permission_denied',
  fields: [],
  extra: { permission },
})

export function actorOf(
  active: ActiveModules,
  held: (permission: string) => boolean = () => true,
  logged: object[] = [],
): Actor {
  return {
    organizationId: 'org-1',
    principal: { kind: 'user', id: 'u1', name: 'Amal', language: 'ar' },
    role: 'owner',
    permissions: { has: held },
    active,
    request: {
      requestId: 'req-1',
      correlationId: 'req-1',
      causationId: null,
      depth: 0,
      log: {
        ...silentLog,
        error: (details: object) => void logged.push(details),
      } as unknown as Actor['request']['log'],
      signal: new AbortController().signal,
    },
  }
}

export const limits: GraphqlConfig = { maxDepth: 10, maxCost: 5_000, production: true }

export interface TestServer {
  /** What requests logged as errors. */
  readonly logged: object[]
  readonly app: FastifyInstance
  readonly graphql: Graphql
  readonly registry: ReturnType<typeof registryOf>
  /** Switches modules as the gate would. */
  switchTo(active: ActiveModules): void
  /** Ends the caller's session. */
  signOut(): void
  /** Which permissions the caller holds. */
  hold(held: (permission: string) => boolean): void
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are looked into as deep as each test likes
  post(body: unknown, headers?: Record<string, string>): Promise<{ status: number; type: string; body: any }>
}

/** GraphQL behind a bare Fastify; whoever sends a token is the same member. */
export function graphqlServer(
  plugins: LoadedPlugin[],
  overrides: Partial<GraphqlOptions> & { active?: ActiveModules } = {},
): TestServer {
  const registry = registryOf(...plugins)
  let active = overrides.active ?? modules(...plugins.map(({ id }) => id))
  let held: (permission: string) => boolean = () => true
  const logged: object[] = []
  const listeners = new Set<ModulesListener>()
  const graphql = createGraphql({
    registry,
    contexts: fakeContexts(),
    gate: { activeModules: () => active },
    config: limits,
    log: silentLog,
    onModulesChanged: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ...overrides,
  })
  const app = fastify()
  let signedIn = true
  app.decorateRequest('actor', null)
  app.decorateRequest('signedInStill', async () => signedIn)
  app.addHook('onRequest', async (request) => {
    if (request.headers.authorization !== undefined) request.actor = actorOf(active, held, logged)
  })
  app.setErrorHandler((error, _request, reply) => {
    const status = isWaslaError(error) ? 401 : ((error as { statusCode?: number }).statusCode ?? 500)
    return reply
      .code(status)
      .type('application/problem+json')
      .send({ status, detail: (error as Error).message })
  })
  graphql.routes(app)
  return {
    app,
    graphql,
    logged,
    registry,
    switchTo(next) {
      const before = active
      active = next
      for (const listener of listeners) listener('org-1', before, next)
    },
    signOut() {
      signedIn = false
    },
    hold(next) {
      held = next
    },
    async post(body, headers = {}) {
      const response = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: 'Bearer t', 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const type = String(response.headers['content-type'])
      return {
        status: response.statusCode,
        type,
        body: type.includes('json') ? response.json() : response.body,
      }
    },
  }
}
