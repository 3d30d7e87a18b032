import { notFound } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import { assertAdmitted } from '../http/access-hook.ts'
import type { Route, RouteTable } from '../http/route-table.ts'

/**
 * Whether somebody may read a list, by what its own route asks.
 * @throws not-found `list_not_found`, and whatever the list itself would answer
 */
export function assertMayExport(table: RouteTable, actor: Actor, path: string): void {
  const route = table.find('GET', `/api/v1${path}`)
  if (route === undefined || !isList(route))
    throw notFound('list_not_found', `There is no list at "${path}", so nothing can be exported from there.`)
  assertAdmitted(
    actor,
    route.plugin,
    route.access.kind === 'permission' ? route.access.permission : undefined,
  )
}

/** What answers with `items`, and to members. */
function isList({ access, schema }: Route): boolean {
  if (access.kind !== 'member' && access.kind !== 'permission') return false
  const answer = (schema?.response as Readonly<Record<string, unknown>> | undefined)?.['200']
  const shape = (answer as { readonly shape?: object } | undefined)?.shape
  return shape !== undefined && 'items' in shape
}
