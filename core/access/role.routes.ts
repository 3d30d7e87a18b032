import { defineRoutes, type Manifest, type RoutesDefinition } from '@wasla/sdk'
import { z } from 'zod'
import { memberOf } from '../tenancy/http/member.ts'
import {
  explainQuery,
  explanation,
  newRole,
  permissionGrid,
  roleChanges,
  roleParams,
  roleResource,
} from './access.schema.ts'
import { explainPermission } from './explain-permission.ts'
import { permissionGridOf } from './permission-grid.ts'
import { changeRole, createRole, deleteRole, type RoleDependencies } from './roles/change-roles.ts'
import { listRoles, readRole } from './roles/read-roles.ts'

const tags = ['Roles']
const read = { permission: 'platform.roles.read' } as const
const write = { permission: 'platform.roles.write' } as const

/** Roles, what can be granted, and why somebody may do something. */
export function roleRoutes(
  dependencies: RoleDependencies & { readonly manifests: () => ReadonlyMap<string, Manifest> },
): RoutesDefinition {
  const { platform, access, manifests } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/permissions',
      {
        config: { member: true },
        schema: { tags, summary: 'Everything that can be granted', response: { 200: permissionGrid } },
      },
      async (request) => permissionGridOf(access.roles.catalog, manifests(), memberOf(request).active),
    )
    app.get(
      '/permissions/explain',
      {
        config: { permission: 'platform.users.read' },
        schema: {
          tags,
          summary: 'Whether a member may do something, and which rule decides',
          querystring: explainQuery,
          response: { 200: explanation },
        },
      },
      (request) => {
        const { organizationId, active } = memberOf(request)
        const { user, action } = request.query
        return explainPermission(dependencies, active, { organizationId, userId: user, action })
      },
    )
    app.get(
      '/roles',
      {
        config: read,
        schema: {
          tags,
          summary: 'List roles',
          response: { 200: z.object({ items: z.array(roleResource) }) },
        },
      },
      async (request) => ({
        items: await listRoles(platform.asSystem, memberOf(request).organizationId, access.roles.catalog),
      }),
    )
    app.get(
      '/roles/:key',
      {
        config: read,
        schema: { tags, summary: 'Get a role', params: roleParams, response: { 200: roleResource } },
      },
      (request) =>
        readRole(
          platform.asSystem,
          memberOf(request).organizationId,
          request.params.key,
          access.roles.catalog,
        ),
    )
    app.post(
      '/roles',
      {
        config: write,
        schema: { tags, summary: 'Create a role', body: newRole, response: { 201: roleResource } },
      },
      async (request, reply) =>
        reply.code(201).send(await createRole(dependencies, memberOf(request), request.body)),
    )
    app.patch(
      '/roles/:key',
      {
        config: write,
        schema: {
          tags,
          summary: 'Change a role',
          params: roleParams,
          body: roleChanges,
          response: { 200: roleResource },
        },
      },
      (request) =>
        changeRole(dependencies, memberOf(request), request.params.key, request.body, request.ifMatch),
    )
    app.delete(
      '/roles/:key',
      { config: write, schema: { tags, summary: 'Delete a role that nobody has', params: roleParams } },
      async (request, reply) => {
        await deleteRole(dependencies, memberOf(request), request.params.key)
        return reply.code(204).send()
      },
    )
  })
}
