import { definePlugin } from '@wasla/sdk'
import { faultyRoutes } from './faulty.routes.ts'

export const faulty = definePlugin({ routes: [faultyRoutes] })
