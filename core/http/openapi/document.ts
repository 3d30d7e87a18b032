import type { Manifest } from '@wasla/sdk'
import type { Route } from '../route-table.ts'
import type { Components } from './components.ts'
import { describeRoute, type Operation } from './operation.ts'
import { sharedParts } from './shared-parts.ts'

export type OpenapiDocument = Record<string, unknown>

const isShown = ({ method, url, schema }: Route) =>
  method !== 'HEAD' &&
  url.startsWith('/api/') &&
  !url.includes('*') &&
  !(schema as { hide?: boolean } | undefined)?.hide

/** The OpenAPI 3.1 document of the given routes. */
export function openapiDocument(
  routes: readonly Route[],
  manifests: ReadonlyMap<string, Manifest>,
): OpenapiDocument {
  const components: Components = { ...sharedParts.schemas }
  const paths: Record<string, Record<string, Operation>> = {}
  const shown = routes.filter(isShown)
  for (const route of shown) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = describeRoute(route, route.plugin ?? 'platform', components)
  }
  const modules = [...manifests.values()].filter(({ id }) => shown.some(({ plugin }) => plugin === id))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wasla',
      version: '1',
      description:
        'Lists page by `cursor`, errors are `application/problem+json`, times are ISO 8601 with offset.',
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'platform', description: 'Accounts, modules and everything that is not of a module' },
      ...modules.map(({ id, description }) => ({ name: id, description: description.en })),
    ],
    paths,
    components: { ...sharedParts, schemas: components },
  }
}
