import { useApi, type LocalizedText } from '@wasla/sdk/admin'

/** What may be granted, by module: its things, and what may be done with each. */
export interface PermissionCatalogue {
  readonly modules: readonly {
    readonly id: string
    readonly title: LocalizedText
    readonly active: boolean
    readonly resources: readonly {
      readonly resource: string
      readonly title: LocalizedText
      readonly actions: readonly ('read' | 'write')[]
      /** Whether a grant may be limited to what is the member's own. */
      readonly own: boolean
    }[]
  }[]
}

export const usePermissionCatalogue = () => useApi<PermissionCatalogue>('/permissions')
