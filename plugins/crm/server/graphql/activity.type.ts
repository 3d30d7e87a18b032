import type { PluginSchemaBuilder } from '@wasla/sdk'
import { activityKinds, type ActivityRow } from '../../contract/activity.schema.ts'

export type ActivityType = ReturnType<typeof defineActivityType>

export function defineActivityType(builder: PluginSchemaBuilder) {
  const kind = builder.enumType('ActivityKind', { values: activityKinds })
  return builder.objectRef<ActivityRow>('Activity').implement({
    description: 'Something that happened with a customer.',
    fields: (t) => ({
      id: t.exposeID('id'),
      kind: t.expose('kind', { type: kind }),
      subject: t.exposeString('subject'),
      body: t.exposeString('body', { nullable: true }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime' }),
      authorId: t.exposeID('authorId', { nullable: true }),
    }),
  })
}
