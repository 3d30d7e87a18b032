import type { LocalizedText } from '@wasla/sdk/admin'

export interface Role {
  readonly key: string
  readonly name: LocalizedText
  readonly description: string | null
  readonly builtIn: boolean
  readonly permissions: readonly string[]
  readonly members: number
  readonly version: number | null
}

/** A word for addresses and programs: "Field service" becomes `field-service`. */
export function keyOf(name: string): string {
  const word = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return word.length > 1 ? word.slice(0, 60) : `role-${Date.now().toString(36)}`
}
