import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify'
import type { Metrics } from '../observability/metrics.ts'
import type { ObserveRequest } from '../observability/request-durations.ts'

/** Counts one answer under its route's template and module. */
export type MeasureAnswer = (request: FastifyRequest, response: ServerResponse, seconds: number) => void

/** What is known of the answers of one route by one method, from the first on. */
export interface RouteMeasure {
  readonly observe: ObserveRequest
  readonly module: string | undefined
}

/** Where a request finds it: Fastify gathers its `routeOptions` anew whenever somebody asks for them. */
export interface MeasuredRoute {
  measure: RouteMeasure | undefined
}

export function measureAnswers(app: FastifyInstance, metrics: Metrics): MeasureAnswer {
  app.addHook('onRoute', noteRoute)
  const measureOf = ({ method, routeOptions }: FastifyRequest): RouteMeasure => {
    const { url, config } = routeOptions
    const { module } = config
    const observe = metrics.requestsOf({ method, route: url ?? 'none', module: module ?? 'platform' })
    return { observe, module }
  }
  return function measure(request, { statusCode }, seconds) {
    const { measuredRoute } = request
    let known = measuredRoute?.measure
    if (known === undefined) {
      known = measureOf(request)
      if (measuredRoute !== null) measuredRoute.measure = known
    }
    known.observe(statusCode, seconds)
    if (statusCode === 500 && known.module !== undefined) metrics.countPluginError(known.module, 'request')
  }
}

/** Requests of several methods, of no route, and those refused before their route was asked, are looked up each time. */
function noteRoute(route: RouteOptions): void {
  if (typeof route.method !== 'string') return
  const measured: MeasuredRoute = { measure: undefined }
  const note: onRequestHookHandler = function noteMeasure(request, _reply, done) {
    request.measuredRoute = measured
    done()
  }
  Object.assign(route, { onRequest: [note, route.onRequest ?? []].flat() })
}
