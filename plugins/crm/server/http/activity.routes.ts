import { defineRoutes, pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'
import { activitySchema, newActivitySchema } from '../../contract/activity.schema.ts'
import { readActivities } from '../data/activity-list.view.ts'
import { addActivity } from '../use-cases/add-activity.ts'
import { getCustomer } from '../use-cases/get-customer.ts'

const params = z.object({ id: z.uuid() })

export const activityRoutes = defineRoutes((app) => {
  app.get(
    '/customers/:id/activities',
    {
      config: { permission: 'crm.activities.read' },
      schema: {
        summary: 'List a customer’s activities',
        params,
        querystring: pageQuery,
        response: { 200: pageOf(activitySchema) },
      },
    },
    async (request) => {
      const { id } = await getCustomer(request.context, request.params.id)
      return readActivities(request.context, id, request.query)
    },
  )

  app.post(
    '/customers/:id/activities',
    {
      config: { permission: 'crm.activities.write' },
      schema: {
        summary: 'Add an activity',
        params,
        body: newActivitySchema,
        response: { 201: activitySchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await addActivity(request.context, request.params.id, request.body)),
  )
})
