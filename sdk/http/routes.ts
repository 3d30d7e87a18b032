import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Permission } from '../access/permission.ts'
import type { OrganizationContext, PublicContext } from '../context/context.ts'

/** Who may call a route, and how it behaves. Every route of a plugin says one of the three first. */
export interface RouteAccess {
  /** Members who hold this permission: `crm.customers.read`. */
  readonly permission?: Permission
  /** Any member of an organization in which the module is on. */
  readonly member?: true
  /** Anyone; the organization is found by this kind of address and the named path parameter. */
  readonly public?: { readonly address: string; readonly parameter: string }
  /** Needs the raw bytes of the body (`request.rawBody`), for a webhook's signature. */
  readonly rawBody?: true
  /**
   * Everything it does, it does in its first write, and it answers with what that write came to, unchanged: a command's only
   * row, or what a unit of work returned. A repeated request with an `Idempotency-Key` is then noticed by that write, undone
   * and answered as the first one was, which spares the others a look-up before they begin and a second writing after it.
   */
  readonly writesOnly?: true
  /** Largest body in bytes, when it differs from the host's limit. */
  readonly bodyLimit?: number
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteAccess {}
  interface FastifyRequest {
    /** The member's context, bound to the plugin that owns the route. @throws unauthenticated on a public route */
    readonly context: OrganizationContext
    /** The visitor's context, on a route with `public`. */
    readonly publicContext: PublicContext
    /** The version in `If-Match`; pass it to the use case, whose `unit.findOne(…, { version })` throws `stale_version` when it moved on. */
    readonly ifMatch: number | undefined
    /** The body's bytes, on a route with `rawBody`. */
    readonly rawBody?: Buffer
  }
}

/** Fastify, typed by the zod schemas of each route. */
export type RouteServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

export type RoutesDefinition = (app: RouteServer) => void | Promise<void>

/**
 * Routes under `/api/v1` and the manifest's prefix. Bodies are strict: unknown keys are refused and named.
 * @example
 * export const customerRoutes = defineRoutes((app) => {
 *   app.get('/customers', {
 *     config: { permission: 'crm.customers.read' },
 *     schema: { querystring: customerFilter, response: { 200: pageOf(customer) } },
 *   }, (request) => listCustomers(request.context, request.query))
 * })
 */
export function defineRoutes(routes: RoutesDefinition): RoutesDefinition {
  return routes
}
