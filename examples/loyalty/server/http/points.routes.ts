import { z } from 'zod'
import { defineRoutes, pageOf, pageQuery } from '@wasla/sdk'
import { accountSchema, newBookingSchema, pointsEntrySchema } from '../../contract/points.schema.ts'
import { readEntries } from '../data/points-list.view.ts'
import { bookPoints } from '../use-cases/book-points.ts'
import { listAccounts } from '../use-cases/list-accounts.ts'
import { requireCustomer } from '../use-cases/require-customer.ts'

const params = z.object({ customerId: z.uuid() })

export const pointsRoutes = defineRoutes((app) => {
  app.get(
    '/accounts',
    {
      config: { permission: 'loyalty.points.read' },
      schema: {
        summary: 'Who has the most points',
        querystring: pageQuery,
        response: { 200: pageOf(accountSchema) },
      },
    },
    (request) => listAccounts(request.context, request.query),
  )

  app.get(
    '/customers/:customerId/points',
    {
      config: { permission: 'loyalty.points.read' },
      schema: {
        summary: 'List a customer’s points',
        params,
        querystring: pageQuery,
        response: { 200: pageOf(pointsEntrySchema) },
      },
    },
    async (request) => {
      await requireCustomer(request.context, request.params.customerId)
      return readEntries(request.context, request.params.customerId, request.query)
    },
  )

  app.post(
    '/customers/:customerId/points',
    {
      config: { permission: 'loyalty.points.write' },
      schema: {
        summary: 'Give points, or take some away',
        params,
        body: newBookingSchema,
        response: { 201: pointsEntrySchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await bookPoints(request.context, request.params.customerId, request.body)),
  )
})
