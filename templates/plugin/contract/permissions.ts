import type {} from '@wasla/sdk'

declare module '@wasla/sdk' {
  // The resources of plugin.json: with them, a permission that is misspelt is a compile error.
  interface Permissions {
    'acme-sample': 'sample-items'
  }
}
