import { definePlugin } from '@wasla/sdk'
import { beat } from './beat.singleton.ts'
import { Beat, Handled } from './handled.entity.ts'
import { first, second } from './write-down.subscribers.ts'

export const consumer = definePlugin({
  entities: [Handled, Beat],
  subscribers: [first, second],
  singletons: [beat],
})
