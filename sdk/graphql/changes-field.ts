import type { ObjectRef, SchemaTypes } from '@pothos/core'
import type { Permission } from '../access/permission.ts'
import type { ChangeOf } from '../events/change.ts'
import type { EventDefinition } from '../events/event.ts'

/** Options of `t.changes`: a subscription over what happens in the organization. */
export interface ChangesFieldOptions<Types extends SchemaTypes, Events extends readonly EventDefinition[]> {
  /** What it yields: `builder.objectRef<ChangeOf<typeof events>>(…)`, which implements the interface `Change`. */
  readonly type: ObjectRef<Types, ChangeOf<Events>>
  readonly events: Events
  readonly description?: string
  /** As of any subscription. Of the events, those the member may not read are left out besides. */
  readonly permission?: Permission
}
