import type { Change, ChangesOptions, EventDefinition } from '@wasla/sdk'
import type { BuilderTypes } from './builder-types.ts'

interface ChangesOptionsOfField {
  readonly type: unknown
  readonly events: readonly EventDefinition[]
}

interface FieldBuilder {
  readonly arg: PothosSchemaTypes.RootFieldBuilder<BuilderTypes, unknown>['arg']
  field(options: object): unknown
}

interface Reader {
  changes(events: readonly EventDefinition[], options: ChangesOptions): AsyncIterable<Change>
}

/** `t.changes`: a subscription over `ctx.changes`, which a client that was cut off takes up again at its last cursor. */
export function changesField(t: FieldBuilder, { events, ...options }: ChangesOptionsOfField): unknown {
  return t.field({
    ...options,
    args: { after: t.arg.string({ description: 'The `cursor` of the last change that was read' }) },
    subscribe: (_root: unknown, { after }: ChangesOptions, ctx: Reader) => ctx.changes(events, { after }),
    resolve: (change: Change) => change,
  })
}
