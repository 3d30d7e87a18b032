import { forbidden, moduleInactive, unauthenticated, type Principal } from '@wasla/sdk'
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Actor, Permissions, RequestTrace } from '../contexts/actor.ts'
import type { IdempotencyClaim } from '../database/data-access.ts'
import type { AuthenticatedSession } from '../identity/session.ts'
import type { ActiveModules, Gate } from '../tenancy/gate.ts'
import { HttpRequestTrace } from './request-trace.ts'
import type { Access } from './route-access.ts'
import type { Route } from './route-table.ts'

export interface AccessDependencies {
  readonly gate: Gate
}

/** The actor of a request: the session's, in its organization, with the claim of its `Idempotency-Key`. */
class RequestActor implements Actor {
  readonly active: ActiveModules
  readonly #request: FastifyRequest
  readonly #response: ServerResponse
  readonly #session: AuthenticatedSession
  #trace: HttpRequestTrace | undefined

  constructor(
    request: FastifyRequest,
    response: ServerResponse,
    session: AuthenticatedSession,
    active: ActiveModules,
  ) {
    this.active = active
    this.#response = response
    this.#request = request
    this.#session = session
  }

  get organizationId(): string {
    return this.#session.organizationId
  }

  get principal(): Principal {
    return this.#session.principal
  }

  get role(): string {
    return this.#session.role
  }

  get permissions(): Permissions {
    return this.#session.permissions
  }

  get request(): RequestTrace {
    this.#trace ??= new HttpRequestTrace(this.#request, this.#response, this.#session.organizationId)
    return this.#trace
  }

  get idempotency(): IdempotencyClaim | undefined {
    return this.#request.idempotency ?? undefined
  }
}

/** Makes the actor of a signed-in request. Not a promise when the gate answers from memory. */
function resolveActor(
  request: FastifyRequest,
  { raw }: FastifyReply,
  session: AuthenticatedSession,
  { gate }: AccessDependencies,
): Actor | Promise<Actor> {
  const active = gate.activeModules(session.organizationId)
  return active instanceof Promise
    ? active.then((modules) => new RequestActor(request, raw, session, modules))
    : new RequestActor(request, raw, session, active)
}

/** @throws not-found `module_inactive`; forbidden `permission_denied` */
export function assertAdmitted(actor: Actor, plugin: string | null, permission: string | undefined): void {
  if (plugin !== null && !actor.active.ids.has(plugin)) throw moduleInactive(plugin)
  if (permission !== undefined && !actor.permissions.has(permission)) {
    throw forbidden(
      'permission_denied',
      `This needs the permission "${permission}", which the role "${actor.role}" does not have; ask an administrator.`,
      { extra: { permission } },
    )
  }
}

const assertSignedIn = (session: AuthenticatedSession | null): AuthenticatedSession => {
  if (session === null)
    throw unauthenticated('unauthenticated', 'Nobody is signed in; send a valid access token.')
  if (!session.addressRefused) return session
  throw forbidden(
    'address_not_allowed',
    'The organization admits members from certain networks only, and this address is in none of them; ask an administrator.',
  )
}

/** Routes of the platform without a permission are about the person who is signed in, which a key is not. */
function assertPerson(request: FastifyRequest, session: AuthenticatedSession): void {
  const { apiKeys, whileImpersonating } = request.routeOptions.config
  if (apiKeys === true) return
  if (session.impersonatedBy !== undefined && request.method !== 'GET' && whileImpersonating !== true) {
    throw forbidden(
      'not_while_impersonating',
      'Only the person may change this about themselves, so an operator who acts as them cannot.',
    )
  }
  if (session.principal.kind === 'user') return
  throw forbidden('not_for_api_keys', 'This is about a person, and an API key is none; sign in to use it.')
}

/** Whether the caller may learn that a route exists: for the answer to a method that its path does not take. */
export async function assertReachable(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: AccessDependencies,
): Promise<void> {
  if (route.access.kind !== 'member' && route.access.kind !== 'permission') return
  const actor = await resolveActor(request, reply, assertSignedIn(request.session), dependencies)
  assertAdmitted(actor, route.plugin, undefined)
}

/**
 * Admits members: authenticated, then the gate, then the permission. Whoever is not signed in learns nothing
 * about which modules are on.
 */
export function memberHook(
  access: Extract<Access, { kind: 'member' | 'permission' }>,
  plugin: string | null,
  dependencies: AccessDependencies,
): onRequestHookHandler {
  const permission = access.kind === 'permission' ? access.permission : undefined
  const personal = access.kind === 'member' && plugin === null
  const admit = (request: FastifyRequest, actor: Actor) => {
    assertAdmitted(actor, plugin, permission)
    request.actor = actor
  }
  return function checkAccess(request, reply, done) {
    const session = assertSignedIn(request.session)
    if (personal) assertPerson(request, session)
    const actor = resolveActor(request, reply, session, dependencies)
    if (!(actor instanceof Promise)) {
      admit(request, actor)
      done()
      return
    }
    actor.then((resolved) => admit(request, resolved)).then(() => done(), done)
  }
}
