import { columnsOf, defineEntity } from '@wasla/sdk'
import { commentSchema } from '../../contract/comment.schema.ts'

export const Comment = defineEntity({
  name: 'TicketComment',
  tableName: 'comments',
  properties: () => columnsOf(commentSchema),
  indexes: [['ticketId', 'id']],
})
