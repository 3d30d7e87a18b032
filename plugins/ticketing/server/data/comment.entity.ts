import { defineEntity } from '@wasla/sdk'

export const Comment = defineEntity({
  name: 'TicketComment',
  tableName: 'comments',
  properties: (p) => ({
    ticketId: p.uuid(),
    body: p.text(),
    internal: p.boolean().default(false),
    authorId: p.uuid().nullable(),
  }),
  indexes: [['ticketId', 'id']],
})
