import type { SystemContext } from '../context/context.ts'
import { defineExtensionPoint } from './extension-point.ts'

/** Asked before a module is switched on: may this organization have it? Several answers must all agree. */
export interface EntitlementCheck {
  /** Why not, in a sentence for the administrator; `null` when it may. */
  refuse(ctx: SystemContext, moduleId: string): Promise<string | null>
}

/** The platform's own extension point; a billing module contributes to it. */
export const entitlements = defineExtensionPoint<EntitlementCheck>('platform.entitlements')
