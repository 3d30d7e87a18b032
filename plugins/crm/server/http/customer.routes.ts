import { defineRoutes, pageOf } from '@wasla/sdk'
import { z } from 'zod'
import { customerChangesSchema, customerSchema, newCustomerSchema } from '../../contract/customer.schema.ts'
import { customerFilter, readCustomers } from '../data/customer-list.view.ts'
import { createCustomer } from '../use-cases/create-customer.ts'
import { deleteCustomer } from '../use-cases/delete-customer.ts'
import { getCustomer } from '../use-cases/get-customer.ts'
import { updateCustomer } from '../use-cases/update-customer.ts'

const params = z.object({ id: z.uuid() })

export const customerRoutes = defineRoutes((app) => {
  app.get(
    '/customers',
    {
      config: { permission: 'crm.customers.read' },
      schema: {
        summary: 'List customers',
        querystring: customerFilter,
        response: { 200: pageOf(customerSchema) },
      },
    },
    (request) => readCustomers(request.context, request.query),
  )

  app.post(
    '/customers',
    {
      config: { permission: 'crm.customers.write', writesOnly: true },
      schema: { summary: 'Create a customer', body: newCustomerSchema, response: { 201: customerSchema } },
    },
    async (request, reply) => reply.code(201).send(await createCustomer(request.context, request.body)),
  )

  app.get(
    '/customers/:id',
    {
      config: { permission: 'crm.customers.read' },
      schema: { summary: 'Get a customer', params, response: { 200: customerSchema } },
    },
    (request) => getCustomer(request.context, request.params.id),
  )

  app.patch(
    '/customers/:id',
    {
      config: { permission: 'crm.customers.write' },
      schema: {
        summary: 'Change a customer',
        params,
        body: customerChangesSchema,
        response: { 200: customerSchema },
      },
    },
    (request) => updateCustomer(request.context, request.params.id, request.body, request.ifMatch),
  )

  app.delete(
    '/customers/:id',
    {
      config: { permission: 'crm.customers.write' },
      schema: { summary: 'Delete a customer', params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await deleteCustomer(request.context, request.params.id, request.ifMatch)
      return reply.code(204).send(null)
    },
  )
})
