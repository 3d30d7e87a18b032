import {
  Badge,
  Card,
  ErrorState,
  Form,
  SkeletonLines,
  SwitchField,
  TextAreaField,
  Timeline,
  useApi,
  useChange,
  usePermission,
  useSession,
  useTexts,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { newCommentSchema, type NewComment } from '../../contract/comment.schema.ts'

interface Comment {
  readonly id: string
  readonly body: string
  readonly internal: boolean
  readonly authorId: string | null
  readonly createdAt: string
}

function Author({ comment }: { comment: Comment }) {
  const t = useTexts()
  const { user } = useSession()
  return (
    <span className="flex items-center gap-2">
      <bdi>{comment.authorId === user.id ? user.fullName : t('comments.member')}</bdi>
      {comment.internal && <Badge tone="warning">{t('comments.internal')}</Badge>}
    </span>
  )
}

/** What was said about a ticket, and a field to say more. */
export function Comments({ ticketId }: { ticketId: string }) {
  const t = useTexts()
  const path = `/tickets/${ticketId}/comments`
  const mayWrite = usePermission('ticketing.tickets.write')
  const comments = useApi<{ items: Comment[] }>(path, { limit: 100 })
  const change = useChange([path])
  const [written, setWritten] = useState(0)
  const submit = async (body: NewComment): Promise<void> => {
    await change.mutateAsync({ method: 'POST', path, body })
    setWritten(written + 1)
  }
  const items = comments.data?.items.map((comment) => ({
    id: comment.id,
    icon: comment.internal ? 'note' : 'message-square',
    title: <Author comment={comment} />,
    body: comment.body,
    at: comment.createdAt,
  }))
  return (
    <Card padded={false} title={t('comments.title')}>
      <div className="p-4">
        {comments.isError && <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />}
        {comments.isPending && <SkeletonLines lines={3} />}
        {items?.length === 0 && <p className="text-ink-muted">{t('comments.empty')}</p>}
        {items !== undefined && items.length > 0 && <Timeline label={t('comments.title')} items={items} />}
      </div>
      {mayWrite && (
        <div className="border-t border-line bg-surface p-4">
          <Form
            key={written}
            schema={newCommentSchema}
            defaultValues={{ body: '', internal: false }}
            submit={t('comments.add')}
            onSubmit={submit}
          >
            <TextAreaField name="body" label={t('comments.new')} rows={3} />
            <SwitchField name="internal" label={t('comments.internal')} hint={t('comments.internal-hint')} />
          </Form>
        </div>
      )}
    </Card>
  )
}
