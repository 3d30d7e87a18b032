import type { HookDefinition, SystemContext } from '@wasla/sdk'
import type { DatabaseScope } from '../data-access.ts'

/** A hook that applies now, with the context it runs in. */
export interface ApplicableHook {
  readonly plugin: string
  readonly definition: HookDefinition
  readonly context: () => SystemContext
}

/** The hooks of a point whose plugins are on for the scope's organization, in order. */
export type HookLookup = (
  point: string,
  scope: DatabaseScope,
) => Promise<readonly ApplicableHook[]> | readonly ApplicableHook[]
