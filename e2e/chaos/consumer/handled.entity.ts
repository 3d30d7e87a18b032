import { defineEntity, type SystemContext } from '@wasla/sdk'

export const Handled = defineEntity({
  name: 'ConsumerHandled',
  tableName: 'handled',
  properties: (p) => ({
    subscriber: p.text(),
    eventId: p.uuid(),
    batch: p.integer(),
    number: p.integer(),
  }),
})

export const Beat = defineEntity({
  name: 'ConsumerBeat',
  tableName: 'beats',
  properties: (p) => ({ token: p.bigint().$type<bigint>(), process: p.integer() }),
})

export type ConsumerSystem = SystemContext<readonly [typeof Handled, typeof Beat]>
