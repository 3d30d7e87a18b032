import { z } from 'zod'
import { defineRoutes, pageOf, pageQuery } from '@wasla/sdk'
import { commentSchema, newCommentSchema } from '../../contract/comment.schema.ts'
import { readComments } from '../data/comment-list.view.ts'
import { addComment } from '../use-cases/add-comment.ts'
import { getTicket } from '../use-cases/get-ticket.ts'

const params = z.object({ id: z.uuid() })

export const commentRoutes = defineRoutes((app) => {
  app.get(
    '/:id/comments',
    {
      config: { permission: 'ticketing.tickets.read' },
      schema: {
        summary: 'List a ticket’s comments',
        params,
        querystring: pageQuery,
        response: { 200: pageOf(commentSchema) },
      },
    },
    async (request) => {
      const { id } = await getTicket(request.context, request.params.id)
      return readComments(request.context, id, request.query)
    },
  )

  app.post(
    '/:id/comments',
    {
      config: { permission: 'ticketing.tickets.write' },
      schema: {
        summary: 'Comment on a ticket',
        params,
        body: newCommentSchema,
        response: { 201: commentSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await addComment(request.context, request.params.id, request.body)),
  )
})
