import type { FastifySchema } from 'fastify'
import type { Access } from './route-access.ts'
import { RouteFailure } from './route-failure.ts'

/** A route as it was registered. */
export interface Route {
  readonly method: string
  /** With its prefix: `/api/v1/crm/customers/:id`. */
  readonly url: string
  /** The plugin it belongs to; `null` for the platform's own. */
  readonly plugin: string | null
  readonly access: Access
  readonly schema: FastifySchema | undefined
  readonly rawBody: boolean
}

const withoutNames = (url: string) => url.replaceAll(/:[^/-]+/g, ':').replace(/(.)\/$/, '$1')

const asPattern = (url: string) =>
  new RegExp(
    `^${withoutNames(url)
      .split(/([:*])/)
      .map((part) => (part === ':' ? '[^/]+' : part === '*' ? '.*' : RegExp.escape(part)))
      .join('')}/?$`,
  )

/** Every route of the server: tells collisions, other methods of a path, and what the API document shows. */
export class RouteTable {
  readonly #routes = new Map<string, Route>()
  readonly #paths = new Map<string, Route[]>()
  /** Of the paths, once somebody asks: at the start nobody does. */
  #patterns: { readonly pattern: RegExp; readonly routes: readonly Route[] }[] | undefined

  get routes(): readonly Route[] {
    return [...this.#routes.values()]
  }

  /** @throws RouteFailure `route_collision` when the method and path are taken */
  add(route: Route): void {
    const path = withoutNames(route.url)
    const key = `${route.method} ${path}`
    const other = this.#routes.get(key)
    if (other !== undefined && other.plugin === route.plugin) {
      throw new RouteFailure(
        'route_twice',
        `${route.method} ${route.url} is registered twice by "${route.plugin ?? 'the platform'}"; remove one of the two, or give it another path.`,
      )
    }
    if (other !== undefined) {
      throw new RouteFailure(
        'route_collision',
        `${route.method} ${route.url} is claimed by "${other.plugin ?? 'the platform'}" and by "${route.plugin ?? 'the platform'}", ` +
          `so the latter is left out; give one of them another path or route prefix.`,
      )
    }
    this.#routes.set(key, route)
    this.#patterns = undefined
    const known = this.#paths.get(path)
    if (known === undefined) this.#paths.set(path, [route])
    else known.push(route)
  }

  /** The route that answers, before any parameter one whose path is said in full. */
  find(method: string, path: string): Route | undefined {
    const found = this.#matching(path)
      .flat()
      .filter((route) => route.method === method)
    return found.find(({ url }) => url === path) ?? found[0]
  }

  /** The routes of other methods at a path to which nothing answered. */
  at(path: string): readonly Route[] {
    return this.#matching(path)[0] ?? []
  }

  #matching(path: string): (readonly Route[])[] {
    this.#patterns ??= [...this.#paths].map(([known, routes]) => ({ pattern: asPattern(known), routes }))
    return this.#patterns.filter(({ pattern }) => pattern.test(path)).map(({ routes }) => routes)
  }
}
