import { definePlugin } from '@wasla/sdk'
import { tickHappened } from './tick.events.ts'
import { tickRoutes } from './tick.routes.ts'

export const producer = definePlugin({ events: [tickHappened], routes: [tickRoutes] })
