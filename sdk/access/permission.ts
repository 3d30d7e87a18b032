/**
 * What can be permitted: each module's id, and the resources that its plugin.json lists under `permissions`. A plugin adds its own
 * in `contract/`, and from then on a permission that nobody declares is a compile error wherever one is named. A
 * permission that plugin.json does not declare keeps the plugin in quarantine, whatever is written here.
 *
 * @example
 * declare module '@wasla/sdk' {
 *   interface Permissions { crm: 'customers' | 'activities' }
 * }
 */
export interface Permissions {
  platform:
    | 'users'
    | 'roles'
    | 'settings'
    | 'modules'
    | 'api-keys'
    | 'webhooks'
    | 'files'
    | 'jobs'
    | 'audit'
    | 'privacy'
}

/** A permission by its name: `crm.customers.read`. */
export type Permission = {
  [Plugin in keyof Permissions & string]: `${Plugin}.${Permissions[Plugin]}.${'read' | 'write'}`
}[keyof Permissions & string]
