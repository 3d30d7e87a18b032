import type { z } from 'zod'
import type { SystemContext } from '../context/context.ts'
import type { UnitOfWork } from '../data/database.ts'

/** A place in a plugin's unit of work where other plugins may look, add or forbid. */
export interface HookPoint<Payload = unknown> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
}

/** @example export const beforeCustomerDelete = defineHookPoint('crm.before-customer-delete', z.object({ customerId: z.uuid() })) */
export function defineHookPoint<Payload>(name: string, payload: z.ZodType<Payload>): HookPoint<Payload> {
  return { name, payload }
}

/** The hook's own unit of work: same transaction, in a savepoint, as the hook's own plugin. */
export interface HookCall<Payload> {
  readonly payload: Payload
  readonly unit: UnitOfWork
  /** Rolls the caller's whole unit of work back. @throws always, conflict with your code and message */
  veto(code: string, message: string): never
}

export interface HookDefinition<Payload = any> {
  readonly point: HookPoint<Payload>
  /** Lower runs first; equal ones in order of plugin dependency. Default 0. */
  readonly order?: number
  /** Milliseconds after which the whole transaction is aborted. Default 2,000. */
  readonly timeLimit?: number
  readonly run: (ctx: SystemContext, call: HookCall<Payload>) => Promise<void>
}

/** Registers for a hook point of another plugin (or one's own). */
export function onHook<Payload>(
  point: HookPoint<Payload>,
  run: HookDefinition<Payload>['run'],
  options: { readonly order?: number; readonly timeLimit?: number } = {},
): HookDefinition<Payload> {
  return { point, run, ...options }
}
