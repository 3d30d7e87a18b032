import { definePlugin } from '@wasla/sdk'
import { faultyRoutes } from './faulty.routes.ts'
import { noticeCustomer } from './notice-customer.subscriber.ts'

export const faulty = definePlugin({ subscribers: [noticeCustomer], routes: [faultyRoutes] })
