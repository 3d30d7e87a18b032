import type { AdminRoute } from '@wasla/sdk/admin'

export interface RouteMatch {
  readonly route: AdminRoute
  readonly parameters: Readonly<Record<string, string>>
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern === '' ? [] : pattern.split('/')
  if (parts.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith('$')) parameters[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return parameters
}

/** The route of a plugin that fits a path; one spelled out wins over one with parameters. */
export function matchRoute(routes: readonly AdminRoute[], path: string): RouteMatch | undefined {
  const segments = path.split('/').filter(Boolean)
  const matches = routes.flatMap((route): RouteMatch[] => {
    const parameters = matchPath(route.path, segments)
    return parameters === undefined ? [] : [{ route, parameters }]
  })
  return matches.sort(
    (one, other) => Object.keys(one.parameters).length - Object.keys(other.parameters).length,
  )[0]
}
