import { z } from 'zod'
import { defineRoutes, pageOf } from '@wasla/sdk'
import {
  newSampleItemSchema,
  sampleItemChangesSchema,
  sampleItemSchema,
} from '../../contract/sample-item.schema.ts'
import { readSampleItems, sampleItemFilter } from '../data/sample-item-list.view.ts'
import { createSampleItem } from '../use-cases/create-sample-item.ts'
import { getSampleItem } from '../use-cases/get-sample-item.ts'
import { updateSampleItem } from '../use-cases/update-sample-item.ts'

const params = z.object({ id: z.uuid() })

/** Under `/api/v1/acme-sample`. */
export const sampleItemRoutes = defineRoutes((app) => {
  app.get(
    '/sample-items',
    {
      config: { permission: 'acme-sample.sample-items.read' },
      schema: {
        summary: 'List items',
        querystring: sampleItemFilter,
        response: { 200: pageOf(sampleItemSchema) },
      },
    },
    (request) => readSampleItems(request.context, request.query),
  )

  app.post(
    '/sample-items',
    {
      config: { permission: 'acme-sample.sample-items.write' },
      schema: { summary: 'Add an item', body: newSampleItemSchema, response: { 201: sampleItemSchema } },
    },
    async (request, reply) => reply.code(201).send(await createSampleItem(request.context, request.body)),
  )

  app.get(
    '/sample-items/:id',
    {
      config: { permission: 'acme-sample.sample-items.read' },
      schema: { summary: 'Get an item', params, response: { 200: sampleItemSchema } },
    },
    (request) => getSampleItem(request.context, request.params.id),
  )

  app.patch(
    '/sample-items/:id',
    {
      config: { permission: 'acme-sample.sample-items.write' },
      schema: {
        summary: 'Change an item',
        params,
        body: sampleItemChangesSchema,
        response: { 200: sampleItemSchema },
      },
    },
    (request) => updateSampleItem(request.context, request.params.id, request.body, request.ifMatch),
  )
})
