import type { CapturedJob, CapturedMail } from '@wasla/sdk/testing'
import type { TestHost } from '../../testing/test-host.ts'

/** Mails that the host would have sent, oldest first. */
export function capturedMails(
  { query }: Pick<TestHost, 'query'>,
  to: string | undefined,
): Promise<CapturedMail[]> {
  return query<CapturedMail>(
    `select recipient as "to", sender as "from", subject, plain_text as text, html, language, sent_at as "sentAt"
     from platform.development_mails where $1::text is null or recipient = $1 order by id`,
    [to ?? null],
  )
}

/** Jobs, deliveries left out, oldest first. */
export function capturedJobs(
  { query }: Pick<TestHost, 'query'>,
  name: string | undefined,
): Promise<CapturedJob[]> {
  return query<CapturedJob>(
    `select id, name, data ->> 'organizationId' as "organizationId", data -> 'payload' as payload,
       case state when 'created' then 'waiting' when 'retry' then 'retrying' when 'active' then 'running'
         when 'failed' then 'dead' else state::text end as state,
       start_after as "after", case when state in ('failed', 'retry')
         then coalesce(output ->> 'message', output #>> '{value,message}') end as error
     from pgboss.job
     where data ? 'organizationId' and not data ? 'eventId' and ($1::text is null or name = $1)
     order by created_on, id`,
    [name ?? null],
  )
}
